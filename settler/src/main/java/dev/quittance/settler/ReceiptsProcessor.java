package dev.quittance.settler;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.SettlementsRecord;
import dev.quittance.settler.domain.Settling;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Takes a receipt into its order's ledger; closes and what does not decode are passed by. */
final class ReceiptsProcessor implements Processor<byte[], byte[], byte[], SettlementsRecord> {
  private final ReceiptsCodec codec;
  private Ledgers ledgers;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  ReceiptsProcessor(ReceiptsCodec codec) {
    this.codec = codec;
  }

  @Override
  public void init(ProcessorContext<byte[], SettlementsRecord> context) {
    this.ledgers = new Ledgers(context);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Optional<SignedReceipt> signed = codec.receipt(record.value());
    if (signed.isPresent()) {
      Receipt receipt = signed.get().receipt();
      byte[] orderId = receipt.orderId().toByteArray();
      ledgers.carryOut(record, orderId, Settling.receipt(ledgers.of(orderId), receipt));
    }
  }
}

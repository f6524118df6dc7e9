package dev.quittance.prover;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.prover.LaneEnds.LastReceipt;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.schemas.ReceiptsCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** The last receipt of each lane of the log, if its end holds one. */
record LogEnds(KafkaAccess kafka, String topic, ReceiptsCodec codec, ReceiptDomain domain) {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  /** How far back from the end a receipt is looked for: closes of idle periods stand there. */
  private static final int LOOK_BACK = 2000;

  Collection<LastReceipt> last(int lane) {
    TopicPartition partition = new TopicPartition(topic, lane);
    List<LastReceipt> found = new ArrayList<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      Map<TopicPartition, Long> end = ReadToEnd.ends(kafka, List.of(partition));
      consumer.assign(List.of(partition));
      consumer.seek(partition, Math.max(0, end.getOrDefault(partition, 0L) - LOOK_BACK));
      ReadToEnd.read(
          consumer,
          end,
          ReadToEnd.PATIENCE,
          records -> {
            records.forEach(entry -> receipt(entry).ifPresent(found::add));
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found.isEmpty() ? List.of() : List.of(found.getLast());
  }

  private Optional<LastReceipt> receipt(ConsumerRecord<byte[], byte[]> entry) {
    return codec
        .receipt(entry.value())
        .filter(this::isGenuine)
        .map(SignedReceipt::receipt)
        .map(receipt -> new LastReceipt(receipt.agent(), receipt.seq()));
  }

  /** What anybody else may have written to the topic says nothing about our sequences. */
  private boolean isGenuine(SignedReceipt signed) {
    Receipt receipt = signed.receipt();
    return SIGNATURES
        .recover(ReceiptDigest.of(domain, receipt), signed.signature())
        .filter(receipt.agent()::equals)
        .isPresent();
  }
}

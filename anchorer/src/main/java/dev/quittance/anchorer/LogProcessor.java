package dev.quittance.anchorer;

import dev.quittance.anchorer.avro.HeadRecords;
import dev.quittance.anchorer.avro.PostingRecords;
import dev.quittance.anchorer.store.StreamsPartitionStore;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.Posting;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * One partition of the receipt log. Every record, whatever its bytes, is exactly one leaf; a valid
 * close sends the head, the period's sums and then one end marker. Depends on nothing but the
 * records: no punctuator, no clock.
 */
final class LogProcessor implements Processor<byte[], byte[], byte[], SpecificRecord> {

  private final LogIdentity log;
  private final RecordDecoder decoder;
  private final Secp256k1Signatures signatures;
  private ProcessorContext<byte[], SpecificRecord> context;
  private PartitionLog partitionLog;

  @SuppressWarnings("NullAway.Init") // init comes before the first record
  LogProcessor(LogIdentity log, RecordDecoder decoder, Secp256k1Signatures signatures) {
    this.log = log;
    this.decoder = decoder;
    this.signatures = signatures;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> processorContext) {
    context = processorContext;
    StreamsPartitionStore store =
        new StreamsPartitionStore(
            context.getStateStore(LogTopology.LOG_STATE),
            context.getStateStore(LogTopology.LOG_AGENTS),
            context.getStateStore(LogTopology.LOG_SUMS));
    partitionLog = new PartitionLog(log, context.taskId().partition(), store, signatures);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] value = record.value();
    Bytes raw = value == null ? Bytes.EMPTY : Bytes.wrap(value);
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    LogRecord entry =
        LogRecord.of(metadata.offset(), record.timestamp(), raw, decoder.decode(value));
    partitionLog.append(entry).closed().ifPresent(closed -> send(closed, record.timestamp()));
  }

  private void send(ClosedPeriod closed, long timestamp) {
    long seq = closed.close().seq();
    int partition = closed.close().partition();
    context.forward(
        new Record<>(HeadRecords.key(closed.part()), HeadRecords.of(closed.part()), timestamp),
        LogTopology.TO_LOG_HEADS);
    for (Posting posting : closed.postings()) {
      byte[] key = posting.key().encode().toByteArray();
      context.forward(
          new Record<>(key, PostingRecords.of(seq, partition, posting), timestamp),
          LogTopology.TO_POSTINGS);
    }
    context.forward(
        new Record<>(null, PostingRecords.ended(seq, partition), timestamp),
        LogTopology.TO_POSTINGS);
  }
}

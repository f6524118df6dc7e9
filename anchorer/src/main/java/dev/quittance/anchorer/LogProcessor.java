package dev.quittance.anchorer;

import dev.quittance.anchorer.avro.HeadRecords;
import dev.quittance.anchorer.avro.PostingRecords;
import dev.quittance.anchorer.avro.TileRecords;
import dev.quittance.anchorer.store.StreamsPartitionStore;
import dev.quittance.anchorer.store.StreamsTileEdge;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.Appended;
import dev.quittance.receipts.log.ClosedPeriod;
import dev.quittance.receipts.log.EpochStart;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.PartitionLog;
import dev.quittance.receipts.log.Posting;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.receipts.merkle.TileWriter;
import dev.quittance.schemas.avro.EntryTile;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * One partition of the receipt log. Every record, whatever its bytes, is exactly one leaf, and each
 * tile is sent when it is full; a valid close sends the unfinished tiles, the head, the period's
 * sums and then one end marker. Depends on nothing but the records: no punctuator, no clock.
 */
final class LogProcessor implements Processor<byte[], byte[], byte[], SpecificRecord> {

  private final LogIdentity log;
  private final EpochStart epoch;
  private final RecordDecoder decoder;
  private final Secp256k1Signatures signatures;
  private ProcessorContext<byte[], SpecificRecord> context;
  private PartitionLog partitionLog;
  private TileWriter tiles;

  @SuppressWarnings("NullAway.Init") // init comes before the first record
  LogProcessor(
      LogIdentity log, EpochStart epoch, RecordDecoder decoder, Secp256k1Signatures signatures) {
    this.log = log;
    this.epoch = epoch;
    this.decoder = decoder;
    this.signatures = signatures;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> processorContext) {
    context = processorContext;
    StreamsPartitionStore store =
        new StreamsPartitionStore(
            context.getStateStore(epoch.suffixed(LogTopology.LOG_STATE)),
            context.getStateStore(epoch.suffixed(LogTopology.LOG_AGENTS)),
            context.getStateStore(epoch.suffixed(LogTopology.LOG_SUMS)));
    partitionLog =
        new PartitionLog(
            log,
            epoch.firstState(context.taskId().partition()),
            store,
            signatures,
            SignatureCheck.always(signatures));
    tiles =
        new TileWriter(
            new StreamsTileEdge(context.getStateStore(epoch.suffixed(LogTopology.LOG_TILES))));
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    byte[] value = record.value();
    Bytes raw = value == null ? Bytes.EMPTY : Bytes.wrap(value);
    RecordMetadata metadata = context.recordMetadata().orElseThrow();
    long timestamp = record.timestamp();
    Appended appended =
        partitionLog.append(LogRecord.of(metadata.offset(), timestamp, raw, decoder.decode(value)));
    tiles
        .append(appended.index(), appended.entry().encode())
        .forEach(tile -> send(appended.period(), tile, timestamp));
    appended
        .closed()
        .ifPresent(closed -> {
          tiles
              .finish(closed.head().entries())
              .forEach(tile -> send(appended.period(), tile, timestamp));
          send(closed, timestamp);
        });
  }

  private void send(long seq, TileContent content, long timestamp) {
    EntryTile tile = TileRecords.of(seq, context.taskId().partition(), content);
    context.forward(
        new Record<>(TileRecords.key(tile), TileRecords.of(tile), timestamp),
        LogTopology.TO_LOG_TILES);
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

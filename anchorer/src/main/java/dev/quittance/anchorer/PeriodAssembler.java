package dev.quittance.anchorer;

import dev.quittance.anchorer.avro.AnchorRecords;
import dev.quittance.anchorer.avro.HeadRecords;
import dev.quittance.anchorer.avro.RowRecords;
import dev.quittance.anchorer.domain.PeriodCollector;
import dev.quittance.anchorer.store.StreamsCollectedStore;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.RowsEnded;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Heads and settlement rows in, one anchor record per period out, in sequence, with the checkpoint
 * after it. Parts that do not make one period stop the stage: nothing is ever skipped.
 */
final class PeriodAssembler implements Processor<byte[], byte[], byte[], AnchorsRecord> {

  private final LogIdentity log;
  private final Bytes32 noteSeed;
  private final Deserializer<LogHeadsRecord> heads;
  private final Deserializer<SettlementRowsRecord> rows;
  private ProcessorContext<byte[], AnchorsRecord> context;
  private PeriodCollector collector;

  @SuppressWarnings("NullAway.Init") // init comes before the first record
  PeriodAssembler(
      LogIdentity log,
      Bytes32 noteSeed,
      Deserializer<LogHeadsRecord> heads,
      Deserializer<SettlementRowsRecord> rows) {
    this.log = log;
    this.noteSeed = noteSeed;
    this.heads = heads;
    this.rows = rows;
  }

  @Override
  public void init(ProcessorContext<byte[], AnchorsRecord> processorContext) {
    context = processorContext;
    StreamsCollectedStore store =
        new StreamsCollectedStore(
            log.logId(),
            log.partitionCount(),
            context.getStateStore(LogTopology.ASSEMBLY_STATE),
            context.getStateStore(LogTopology.ASSEMBLY_HEADS),
            context.getStateStore(LogTopology.ASSEMBLY_ROWS),
            context.getStateStore(LogTopology.ASSEMBLY_ROWS_ENDS));
    collector = new PeriodCollector(log, store);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String topic = context.recordMetadata().orElseThrow().topic();
    List<AssembledPeriod> periods =
        topic.equals(Topics.LOG_HEADS.name())
            ? head(heads.deserialize(topic, record.value()))
            : row(rows.deserialize(topic, record.value()));
    periods.forEach(period -> send(period, record.timestamp()));
  }

  private List<AssembledPeriod> head(LogHeadsRecord record) {
    return collector.head(HeadRecords.part(record, log));
  }

  private List<AssembledPeriod> row(SettlementRowsRecord record) {
    return switch (record.getBody()) {
      case RowSettled row -> {
        collector.row(RowRecords.row(row));
        yield List.of();
      }
      case RowsEnded ended ->
          collector.rowsEnded(ended.getSeq(), ended.getPostingsPartition(), ended.getRows());
      case null, default ->
          throw new IllegalStateException("an unknown kind of settlement row: " + record);
    };
  }

  private void send(AssembledPeriod period, long timestamp) {
    long seq = period.record().seq();
    Checkpoint checkpoint =
        new Checkpoint(log.origin(), period.anchors().size(), period.anchors().root());
    AnchorsRecord made = AnchorRecords.of(period, checkpoint.sign(noteSeed));
    context.forward(new Record<>(AnchorRecords.key(seq), made, timestamp));
  }
}

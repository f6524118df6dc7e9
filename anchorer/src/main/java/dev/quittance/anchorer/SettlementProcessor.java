package dev.quittance.anchorer;

import dev.quittance.anchorer.avro.PostingRecords;
import dev.quittance.anchorer.avro.RowRecords;
import dev.quittance.anchorer.domain.PeriodSettlement;
import dev.quittance.anchorer.domain.SettledPeriod;
import dev.quittance.anchorer.store.StreamsSettlementStore;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AccountPosted;
import dev.quittance.schemas.avro.PostingsEnded;
import dev.quittance.schemas.avro.PostingsRecord;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The accounts of one partition of {@code postings}: sums in, a period's rows and one end of rows
 * out. A record that does not decode stops the stage: the log's own postings can't be skipped.
 */
final class SettlementProcessor implements Processor<byte[], byte[], byte[], SettlementRowsRecord> {

  private final int logPartitions;
  private final Deserializer<PostingsRecord> deserializer;
  private ProcessorContext<byte[], SettlementRowsRecord> context;
  private PeriodSettlement settlement;

  @SuppressWarnings("NullAway.Init") // init comes before the first record
  SettlementProcessor(int logPartitions, Deserializer<PostingsRecord> deserializer) {
    this.logPartitions = logPartitions;
    this.deserializer = deserializer;
  }

  @Override
  public void init(ProcessorContext<byte[], SettlementRowsRecord> processorContext) {
    context = processorContext;
    StreamsSettlementStore store =
        new StreamsSettlementStore(
            context.getStateStore(LogTopology.SETTLEMENT_PROGRESS),
            context.getStateStore(LogTopology.SETTLEMENT_SUMS),
            context.getStateStore(LogTopology.SETTLEMENT_BALANCES));
    settlement = new PeriodSettlement(logPartitions, store);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    PostingsRecord postings = deserializer.deserialize(Topics.POSTINGS.name(), record.value());
    switch (postings.getBody()) {
      case AccountPosted posted ->
          settlement.post(
              posted.getSeq(), posted.getLogPartition(), PostingRecords.posting(posted));
      case PostingsEnded ended ->
          settlement
              .end(ended.getSeq(), ended.getLogPartition())
              .forEach(settled -> send(settled, record.timestamp()));
      case null, default ->
          throw new IllegalStateException("an unknown kind of posting: " + postings);
    }
  }

  private void send(SettledPeriod settled, long timestamp) {
    for (SettlementRow row : settled.rows()) {
      byte[] key = row.key().encode().toByteArray();
      context.forward(new Record<>(key, RowRecords.of(row), timestamp));
    }
    int partition = context.taskId().partition();
    context.forward(
        new Record<>(
            null, RowRecords.ended(settled.seq(), partition, settled.rows().size()), timestamp));
  }
}

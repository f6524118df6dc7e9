package dev.quittance.settler.payout;

import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.SettledThrough;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.TopicFollower;
import dev.quittance.platform.kafka.TopicJournal;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.PayoutsRecord;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The topics of the payout client: the journal it writes, and what it pays from. */
final class PayoutTopics implements AutoCloseable {
  private static final Duration NO_PATIENCE = Duration.ofMillis(20);

  private final TopicJournal<PayoutsRecord> writer;
  private final PayoutJournal journal;
  private final FinalPeriods periods;
  private final TopicFollower<AnchorStatusRecord> statuses;
  private final TopicFollower<SettlementRowsRecord> rows;

  /**
   * Takes the journal over and reads it back.
   *
   * @param postingsPartitions whose ends complete a period's rows
   * @param paid told which periods are paid
   */
  PayoutTopics(
      KafkaAccess kafka,
      RecordSerdes serdes,
      String transactionalId,
      int postingsPartitions,
      SettledThrough paid,
      BooleanSupplier isStopping) {
    this.journal = new PayoutJournal(paid);
    this.periods = new FinalPeriods(postingsPartitions, journal::isPaid);
    // The journal comes first: then nothing that an older client still writes can be committed.
    this.writer = new TopicJournal<>(kafka, serdes, Topics.PAYOUTS, transactionalId);
    try (var written = new TopicFollower<>(kafka, serdes, Topics.PAYOUTS)) {
      written.readToEnd(journal::fold, isStopping);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
    this.statuses = new TopicFollower<>(kafka, serdes, Topics.ANCHOR_STATUS);
    this.rows = new TopicFollower<>(kafka, serdes, Topics.SETTLEMENT_ROWS);
  }

  PayoutJournal journal() {
    return journal;
  }

  /** The periods that have become payable since the last call, in order. */
  List<FinalPeriods.FinalPeriod> newPeriods() {
    statuses.poll(NO_PATIENCE, periods::fold);
    rows.poll(NO_PATIENCE, periods::fold);
    return periods.take();
  }

  /** Commits that nobody earned anything in a period. */
  void nothingToPay(long seq) {
    PayoutsRecord record = PayoutRecords.nothingToPay(seq);
    writer.append(List.of(new TopicJournal.Line<>(PayoutRecords.key(seq), record)));
    journal.fold(record);
  }

  void commit(List<Change<Batch>> changes) {
    writer.append(
        changes.stream()
            .map(change ->
                new TopicJournal.Line<>(
                    PayoutRecords.key(change.id().seq()), PayoutRecords.record(change)))
            .toList());
    changes.forEach(journal::fold);
  }

  @Override
  public void close() {
    try (statuses;
        rows) {
      writer.close();
    }
  }
}

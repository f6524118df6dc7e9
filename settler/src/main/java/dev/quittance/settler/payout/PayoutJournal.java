package dev.quittance.settler.payout;

import dev.quittance.platform.chain.outbox.Change;
import dev.quittance.platform.chain.outbox.JobState;
import dev.quittance.platform.chain.outbox.SettledThrough;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.avro.PayoutFinal;
import dev.quittance.schemas.avro.PayoutMined;
import dev.quittance.schemas.avro.PayoutReopened;
import dev.quittance.schemas.avro.PayoutSubmitted;
import dev.quittance.schemas.avro.PayoutsRecord;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code payouts} says about each period, folded. Not thread-safe. */
final class PayoutJournal {
  private final Map<Long, Map<Integer, JobState>> open = new TreeMap<>();
  private final SettledThrough paid;

  PayoutJournal(SettledThrough paid) {
    this.paid = paid;
  }

  /** Folds a record; one of a kind that this version does not know says nothing. */
  void fold(PayoutsRecord record) {
    switch (record.getBody()) {
      case PayoutSubmitted body ->
          fold(
              new Change.Submitted<>(
                  new Batch(body.getSeq(), body.getBatch(), body.getBatches()),
                  PayoutRecords.transaction(body)));
      case PayoutMined body ->
          fold(
              new Change.Mined<>(
                  batch(body.getSeq(), body.getBatch()),
                  Bytes32.copyOf(body.getTxHash().bytes()),
                  PayoutRecords.block(body)));
      case PayoutFinal body ->
          fold(
              new Change.Finalized<>(
                  new Batch(body.getSeq(), body.getBatch(), body.getBatches()),
                  Optional.empty(),
                  body.getBlockNumber()));
      case PayoutReopened body ->
          fold(new Change.Reopened<>(batch(body.getSeq(), body.getBatch()), body.getReason()));
      default -> {}
    }
  }

  /** These kinds of records leave the count out; it is not needed to fold them. */
  private static Batch batch(long seq, int number) {
    return new Batch(seq, number, number + 1);
  }

  void fold(Change<Batch> change) {
    Batch batch = change.id();
    Map<Integer, JobState> states = open.computeIfAbsent(batch.seq(), _ -> new TreeMap<>());
    JobState state = states.getOrDefault(batch.number(), new JobState.Ready()).after(change);
    states.put(batch.number(), state);
    if (state instanceof JobState.Final && settledIn(states) >= batch.count()) {
      open.remove(batch.seq());
      paid.add(batch.seq());
    }
  }

  private static long settledIn(Map<Integer, JobState> states) {
    return states.values().stream().filter(JobState.Final.class::isInstance).count();
  }

  boolean isPaid(long seq) {
    return paid.contains(seq);
  }

  JobState state(Batch batch) {
    return open.getOrDefault(batch.seq(), Map.of())
        .getOrDefault(batch.number(), new JobState.Ready());
  }
}

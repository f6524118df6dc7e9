package dev.quittance.auditor;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.EpochHandover;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.schemas.PublishedEpoch;
import java.util.List;
import java.util.Optional;

/** A log of two epochs, with 2 and 2 closed periods, that is tampered with. */
record EpochCase(RandomLogs random, FakeLog log, FakeTopics topics, int partition) {
  static final String ENDED = "receipts";
  static final String NEXT = "receipts-e1";
  static final int FIRST_PERIOD = 2;
  private static final int PARTITIONS = 2;

  static EpochCase of(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(List.of(FIRST_PERIOD, 2));
    return new EpochCase(random, log, new FakeTopics(random, log), random.below(PARTITIONS));
  }

  LogEpoch next() {
    return log.epochs.newest();
  }

  RawRecord lastOfEnded() {
    return topics.records(ENDED, partition).getLast();
  }

  Place lastPlace() {
    return Place.record(ENDED, partition, lastOfEnded().offset());
  }

  /** Publishes another record in place of that of the second epoch. */
  Place publish(LogEpoch epoch, SignedEpochHandover handover) {
    long offset = topics.rules().getLast().offset();
    topics
        .rules()
        .set(
            1,
            FakeTopics.rules(
                offset, new PublishedEpoch(epoch, log.verifierKey, Optional.of(handover))));
    return Place.record("log-rules", 0, offset);
  }

  /** The second epoch begins elsewhere, and nobody signed that. */
  Place moved(long period, long start) {
    SignedEpochHandover good = random.handover(log, 1);
    return publish(
        next(),
        new SignedEpochHandover(
            at(good.handover(), period, start), good.authorization(), good.acceptance()));
  }

  /** The second epoch begins elsewhere, and both operators signed that. */
  void movedByBoth(long period, long start) {
    EpochHandover handover = at(random.handover(log, 1).handover(), period, start);
    publish(
        next(),
        new SignedEpochHandover(
            handover, sign(handover, random.operator(0)), sign(handover, random.operator(1))));
  }

  private static EpochHandover at(EpochHandover good, long period, long start) {
    return new EpochHandover(
        good.logId(), good.previousRules(), good.nextRules(), good.topicId(), period, start);
  }

  EcdsaSignature sign(EpochHandover handover, SigningKey key) {
    return RandomLogs.SIGNATURES.sign(handover.digest(), key);
  }

  /** Out of the ended topic, into the next one after the receipt of the same agent and number. */
  void moveFirst() {
    RawRecord moved = topics.records(ENDED, partition).removeFirst();
    append(NEXT, 2, moved.value().orElseThrow());
  }

  void append(String topic, long offset, Bytes value) {
    List<RawRecord> records = topics.records(topic, partition);
    int index = 0;
    while (index < records.size() && records.get(index).offset() < offset) {
      index++;
    }
    long time = records.get(Math.max(0, index - 1)).appendTime();
    records.add(
        index, new RawRecord(offset, time, Optional.empty(), Optional.of(value), List.of()));
  }
}

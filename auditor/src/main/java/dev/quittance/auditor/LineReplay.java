package dev.quittance.auditor;

import dev.quittance.auditor.line.CatalogueHistory;
import dev.quittance.auditor.line.LaneAudit;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Bytes32;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Audits the orders of all partitions. */
final class LineReplay {

  /** For so long may a record be there and not be committed, or the clocks be apart, at most. */
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /**
   * What came of a partition's orders.
   *
   * @param knownUntil the append time up to which the log was known whole when they were read, in
   *     every partition, unix milliseconds
   */
  record Audited(LaneAudit.Result result, long knownUntil) {}

  private final PublishedLog log;
  private final List<LaneReplay.Replayed> replayed;
  private final AuditOptions options;
  private final ProgressMeter meter;
  private final AuditState state;

  /**
   * @param replayed the log's partitions, as they were replayed before
   */
  LineReplay(
      PublishedLog log,
      List<LaneReplay.Replayed> replayed,
      AuditOptions options,
      ProgressMeter meter,
      AuditState state) {
    this.log = log;
    this.replayed = replayed;
    this.options = options;
    this.meter = meter;
    this.state = state;
  }

  LineEvidence run(Optional<LineSource> source, Workers workers)
      throws LogUnavailableException, InterruptedException {
    if (source.isEmpty()) {
      return LineEvidence.NONE;
    }
    LineSource line = source.get();
    if (!line.missing().isEmpty()) {
      return new LineEvidence(
          0,
          line.missing().stream()
              .map(topic ->
                  Finding.inconclusive(
                      FindingCode.L5_LINE_UNREADABLE,
                      Place.period(topic, 0),
                      "there is no topic " + topic))
              .toList());
    }
    CatalogueHistory history = new CatalogueHistory(line.agents(), line.policies());
    List<Audited> lanes =
        workers.forEachLane(line.lanes(), partition -> lane(line, partition, history, workers));
    return LineEvidence.of(history.findings(), lanes);
  }

  private Audited lane(LineSource line, int partition, CatalogueHistory history, Workers workers)
      throws LogUnavailableException, InterruptedException {
    Optional<Audited> known = state.line(partition);
    if (known.isPresent()) {
      return known.get();
    }
    long until = Math.min(line.untilMs(), options.now().toEpochMilli());
    LaneAudit.Lane lane =
        new LaneAudit.Lane(line, partition, log.identity().domain(), refused(partition), secret());
    LaneAudit.Result result =
        workers.onCore(
            () -> LaneAudit.run(lane, history, until - options.grace().toMillis(), this::read));
    Audited audited = new Audited(result, knownUntil(line));
    state.putLine(partition, audited);
    return audited;
  }

  /** Another one each time: what is found does not hang on it. */
  private static Bytes32 secret() {
    byte[] secret = new byte[Bytes32.SIZE];
    new SecureRandom().nextBytes(secret);
    return Bytes32.wrap(secret);
  }

  /** The records of a topic that don't count: some, and all from an offset on. */
  private record Refused(String topic, Set<Long> offsets, long end) {
    boolean contains(LineRecord record) {
      return record.topic().equals(topic)
          && (record.offset() >= end || offsets.contains(record.offset()));
    }
  }

  private Predicate<LineRecord> refused(int partition) {
    LaneReplay.Replayed lane = replayed.get(partition);
    List<Refused> refused = new ArrayList<>();
    for (int epoch = 0; epoch < log.identities().size(); epoch++) {
      int index = epoch;
      Set<Long> offsets =
          lane.refusals().stream()
              .filter(refusal -> log.indexOf(refusal.period()) == index)
              .map(LaneReplay.Refusal::offset)
              .collect(Collectors.toSet());
      refused.add(new Refused(log.epochs().all().get(epoch).topic(), offsets, end(lane, epoch)));
    }
    return record -> refused.stream().anyMatch(one -> one.contains(record));
  }

  /** The offset after the close with which an epoch ended, if it did. */
  private long end(LaneReplay.Replayed lane, int epoch) {
    long periods = log.endOf(epoch);
    return periods <= lane.periods().size()
        ? lane.periods().get((int) periods - 1).head().endOffset()
        : Long.MAX_VALUE;
  }

  /**
   * A topic that is read to its end is known whole up to a little before that, whether or not its
   * periods are closed; of a copy that is cut at the end of a period, only the closes tell.
   */
  private long knownUntil(LineSource line) {
    boolean isCopy = line.untilMs() != Long.MAX_VALUE;
    Duration margin = options.grace().compareTo(SETTLED) > 0 ? options.grace() : SETTLED;
    return isCopy
        ? closedUntil()
        : Math.max(closedUntil(), options.now().minus(margin).toEpochMilli());
  }

  /** Of the last period that every partition closes, the first close. */
  private long closedUntil() {
    int closed = replayed.stream().mapToInt(lane -> lane.periods().size()).min().orElse(0);
    return replayed.stream()
        .filter(_ -> closed > 0)
        .mapToLong(lane -> lane.periods().get(closed - 1).closeAppendTime())
        .min()
        .orElse(Long.MIN_VALUE);
  }

  private void read() throws InterruptedException {
    meter.count(1);
    if (Thread.interrupted()) {
      throw new InterruptedException("interrupted between two records");
    }
  }

  /** At most so many records the orders have; for progress alone. */
  static long upperBound(LogSource source, AuditOptions options) throws LogUnavailableException {
    Optional<LineSource> line = options.deepest() == Level.L5 ? source.line() : Optional.empty();
    return line.isPresent() && line.get().missing().isEmpty() ? line.get().upperBound() : 0;
  }
}

package dev.quittance.auditor;

import dev.quittance.auditor.line.CatalogueHistory;
import dev.quittance.auditor.line.LaneAudit;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.receipts.ReceiptDomain;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Audits the orders of all partitions. */
final class LineReplay {
  private final ReceiptDomain domain;
  private final List<LaneReplay.Replayed> log;
  private final AuditOptions options;
  private final ProgressMeter meter;
  private final AuditState state;

  /**
   * @param domain the log's
   * @param log its partitions, as they were replayed before
   */
  LineReplay(
      ReceiptDomain domain,
      List<LaneReplay.Replayed> log,
      AuditOptions options,
      ProgressMeter meter,
      AuditState state) {
    this.domain = domain;
    this.log = log;
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
    List<LaneAudit.Result> lanes =
        workers.forEachLane(line.lanes(), partition -> lane(line, partition, history, workers));
    return LineEvidence.of(history.findings(), lanes, knownUntil());
  }

  private LaneAudit.Result lane(
      LineSource line, int partition, CatalogueHistory history, Workers workers)
      throws LogUnavailableException, InterruptedException {
    Optional<LaneAudit.Result> known = state.line(partition);
    if (known.isPresent()) {
      return known.get();
    }
    long until = Math.min(line.untilMs(), options.now().toEpochMilli());
    LaneAudit.Lane lane = new LaneAudit.Lane(line, partition, domain, refused(partition)::contains);
    LaneAudit.Result result =
        workers.onCore(
            () -> LaneAudit.run(lane, history, until - options.grace().toMillis(), this::read));
    state.putLine(partition, result);
    return result;
  }

  private Set<Long> refused(int partition) {
    return log.get(partition).refusals().stream()
        .map(LaneReplay.Refusal::offset)
        .collect(Collectors.toSet());
  }

  /** Of the last period that every partition closes, the first close. */
  private long knownUntil() {
    int closed = log.stream().mapToInt(lane -> lane.periods().size()).min().orElse(0);
    return log.stream()
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

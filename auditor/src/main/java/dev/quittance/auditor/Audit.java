package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.auditor.chain.PayoutReading;
import dev.quittance.auditor.line.RotationHistory;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.PublishedRowsEnd;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.SettlementRow;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Audits a log: what it consists of in one pass over its records, then each order. Stateless. */
public final class Audit {

  private Audit() {}

  /**
   * Audits a log, blocking until it is done.
   *
   * <p>Where it is told to keep how far it is, it may be interrupted, or killed, and gone on with;
   * the report is the same then.
   *
   * @param source the log
   * @param chain the chain that it is anchored on
   * @param options how
   * @param listener hears how far the reading is
   * @return the report; one that is inconclusive if the log cannot be read
   */
  public static AuditReport run(
      LogSource source, AnchorChain chain, AuditOptions options, Progress.Listener listener) {
    List<Finding> damages = SourceChecks.damages(source);
    if (!damages.isEmpty()) {
      return AuditReport.of(damages);
    }
    try {
      return new Audit.Run(source, chain, options, listener).audit();
    } catch (LogUnavailableException e) {
      return Thread.currentThread().isInterrupted()
          ? interrupted()
          : AuditReport.of(List.of(unreadable(e)));
    } catch (UnfitState e) {
      return unreadable(FindingCode.RESUME_UNFIT, String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return interrupted();
    }
  }

  private static Finding unreadable(LogUnavailableException e) {
    Place place = e.topic().isEmpty() ? Place.LOG : Place.record(e.topic(), 0, e.offset());
    return Finding.inconclusive(FindingCode.LOG_UNREADABLE, place, String.valueOf(e.getMessage()));
  }

  private static AuditReport interrupted() {
    return unreadable(FindingCode.LOG_UNREADABLE, "the audit was interrupted");
  }

  private static AuditReport unreadable(FindingCode code, String message) {
    return AuditReport.of(List.of(Finding.inconclusive(code, Place.LOG, message)));
  }

  /** Says that an audit can't be gone on with. */
  private static final class UnfitState extends Exception {
    UnfitState(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private record Run(
      LogSource source, AnchorChain chain, AuditOptions options, Progress.Listener listener) {

    AuditReport audit() throws LogUnavailableException, InterruptedException, UnfitState {
      // Each is read before what it is derived from: then what it speaks of must be there.
      long most = source.periodsAtMost();
      ReceiptDomain domain = source.log().identity().domain();
      ChainReading anchored = chain.read(domain, seq -> seq < most).upTo(most);
      OperatorReading operators = operators(domain, anchored);
      List<Published<PublishedAnchor>> anchors = source.anchors();
      List<Published<SettlementRow>> rows = source.settlementRows();
      List<Published<PublishedRowsEnd>> rowsEnds = source.rowsEnds();
      List<Published<PublishedHead>> heads = source.heads();
      PublishedLog log = source.log();
      AuditState state = state(log);
      List<LogSource.Receipts> receipts = new ArrayList<>();
      for (LogEpoch epoch : log.epochs().all()) {
        receipts.add(source.receipts(epoch));
      }
      List<Finding> partitions = partitionFindings(log, receipts);
      if (!partitions.isEmpty()) {
        return AuditReport.of(partitions);
      }
      long upperBound = receipts.stream().mapToLong(LogSource.Receipts::upperBound).sum();
      ProgressMeter meter =
          new ProgressMeter(listener, upperBound + LineReplay.upperBound(source, options));
      Replayed replayed = replay(log, receipts, meter, state);
      Duration elapsed = meter.tell();
      SortedMap<Long, Evidence.LocatedAnchor> located = Evidence.byPeriod(anchors);
      PeriodReplay.Replayed periods = PeriodReplay.replay(log, replayed.lanes, records(located));
      Evidence evidence =
          new Evidence(
              log,
              anchored,
              operators,
              anchors,
              located,
              heads,
              rows,
              rowsEnds,
              replayed.lanes,
              periods,
              replayed.line,
              paid(log, periods),
              source.untilMs());
      state.remove();
      return AuditReport.of(evidence, findings(evidence), elapsed, options.deepest());
    }

    private AuditState state(PublishedLog log) throws UnfitState {
      if (options.keeping().isEmpty()) {
        return AuditState.none();
      }
      AuditOptions.Keeping keeping = options.keeping().get();
      List<String> parts = new ArrayList<>();
      for (LogIdentity epoch : log.identities()) {
        parts.add(epoch.rulesHash().toString());
        parts.add(epoch.topicId().toString());
      }
      parts.add(source.version());
      Bytes32 identity = Sha256.hash(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      try {
        return keeping.goesOn()
            ? AuditState.resume(keeping.file(), identity)
            : AuditState.begin(keeping.file(), identity);
      } catch (IllegalArgumentException e) {
        throw new UnfitState(e);
      }
    }

    private record Replayed(List<LaneReplay.Replayed> lanes, LineEvidence line) {}

    private Replayed replay(
        PublishedLog log, List<LogSource.Receipts> receipts, ProgressMeter meter, AuditState state)
        throws LogUnavailableException, InterruptedException {
      Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
      RotationHistory rotations = rotations(log, line());
      try (Saving _ = new Saving(state);
          Workers workers = new Workers(options.threads())) {
        List<LaneReplay.Replayed> lanes =
            new LaneReplays(source, log, signatures, rotations.keys(), meter, state)
                .run(receipts, workers);
        // Opened after the receipts were read: what they are held to is there by then.
        LineEvidence audited =
            new LineReplay(log, lanes, options, meter, state).run(line(), workers);
        return new Replayed(lanes, audited.with(rotations.findings()).with(retired(lanes)));
      }
    }

    private Optional<LineSource> line() throws LogUnavailableException {
      return options.deepest() == Level.L5 ? source.line() : Optional.empty();
    }

    private static RotationHistory rotations(PublishedLog log, Optional<LineSource> line)
        throws LogUnavailableException {
      return line.isPresent() && line.get().missing().isEmpty()
          ? RotationHistory.of(log.epochs(), line.get().agents())
          : RotationHistory.none(log.epochs());
    }

    private static List<Finding> retired(List<LaneReplay.Replayed> lanes) {
      return RotationHistory.retired(
          lanes.stream().flatMap(lane -> lane.retired().stream()).toList());
    }

    private OperatorReading operators(ReceiptDomain domain, ChainReading anchored) {
      return anchored instanceof ChainReading.Contract contract
          ? chain.operators(domain, contract.goesOnTo())
          : new OperatorReading.NotAsked();
    }

    private PayoutReading paid(PublishedLog log, PeriodReplay.Replayed periods) {
      if (options.deepest() != Level.L5
          || options.vault().isEmpty()
          || periods.periods().isEmpty()) {
        return new PayoutReading.NotAsked();
      }
      return chain.paid(
          log.identity().domain(),
          options.vault().get().address(),
          PayoutChecks.balances(periods).keySet(),
          periods.periods().getFirst().record().periodStart(),
          periods.periods().size());
    }

    private List<Finding> findings(Evidence evidence) {
      List<Finding> findings = new ArrayList<>(SourceChecks.changes(source));
      findings.addAll(TrustChecks.findings(evidence.log(), options));
      Check.ALL.stream()
          .filter(check -> check.level().compareTo(options.deepest()) <= 0)
          .forEach(check -> findings.addAll(check.run().apply(evidence, options)));
      return findings;
    }
  }

  /** Keeps how far the audit is once all threads have ended, however they did. */
  private record Saving(AuditState state) implements AutoCloseable {
    @Override
    public void close() {
      state.save();
    }
  }

  private static SortedMap<Long, AnchorRecord> records(
      SortedMap<Long, Evidence.LocatedAnchor> located) {
    SortedMap<Long, AnchorRecord> records = new TreeMap<>();
    located.forEach((seq, anchor) -> records.put(seq, anchor.record()));
    return records;
  }

  private static List<Finding> partitionFindings(
      PublishedLog log, List<LogSource.Receipts> receipts) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < receipts.size(); i++) {
      int stated = log.identities().get(i).partitionCount();
      int found = receipts.get(i).partitions();
      if (found != stated) {
        findings.add(
            Finding.fail(
                FindingCode.L4_PARTITIONS_DIFFER,
                Place.LOG,
                "topic %s has %d partitions, the rules say %d"
                    .formatted(log.epochs().all().get(i).topic(), found, stated)));
      }
    }
    return findings;
  }
}

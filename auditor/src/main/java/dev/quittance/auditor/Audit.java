package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchorChain;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.SettlementRow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Audits a log: L0 to L4 in one pass over its records. Stateless. */
public final class Audit {

  private Audit() {}

  /**
   * Audits a log, blocking until it is done.
   *
   * @param source the log
   * @param chain the chain that it is anchored on
   * @param options how
   * @param listener hears how far the reading is
   * @return the report; one that is inconclusive if the log cannot be read
   */
  public static AuditReport run(
      LogSource source, AnchorChain chain, AuditOptions options, Progress.Listener listener) {
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    try {
      PublishedLog log = source.log();
      // Each is read before what it is derived from: then what it speaks of must be there.
      ChainReading anchored = chain.read(log.identity().domain(), _ -> true);
      List<Published<PublishedAnchor>> anchors = source.anchors();
      List<Published<SettlementRow>> rows = source.settlementRows();
      List<Published<PublishedHead>> heads = source.heads();
      LogSource.Receipts receipts = source.receipts();
      if (receipts.partitions() != log.identity().partitionCount()) {
        return AuditReport.of(List.of(partitionsDiffer(log, receipts)));
      }
      ProgressMeter meter = new ProgressMeter(listener, receipts.upperBound());
      List<LaneReplay.Replayed> lanes =
          new LaneReplays(log.identity(), signatures, meter).run(receipts, options.threads());
      Duration elapsed = meter.tell();
      SortedMap<Long, Evidence.LocatedAnchor> located = Evidence.byPeriod(anchors);
      Evidence evidence =
          new Evidence(
              log,
              anchored,
              anchors,
              located,
              heads,
              rows,
              lanes,
              PeriodReplay.replay(log.identity(), lanes, records(located)));
      return AuditReport.of(evidence, findings(evidence, options), elapsed);
    } catch (LogUnavailableException e) {
      return AuditReport.of(List.of(unreadable(String.valueOf(e.getMessage()))));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return AuditReport.of(List.of(unreadable("the audit was interrupted")));
    }
  }

  private static SortedMap<Long, AnchorRecord> records(
      SortedMap<Long, Evidence.LocatedAnchor> located) {
    SortedMap<Long, AnchorRecord> records = new TreeMap<>();
    located.forEach((seq, anchor) -> records.put(seq, anchor.record()));
    return records;
  }

  private static List<Finding> findings(Evidence evidence, AuditOptions options) {
    PendingPeriods pending = new PendingPeriods(options.now(), options.grace());
    List<Finding> findings = new ArrayList<>();
    options.trust().ifPresent(t -> findings.addAll(TrustChecks.findings(evidence.log(), t)));
    Stream.of(
            RefusalChecks.findings(evidence),
            InclusionChecks.findings(evidence),
            ChainChecks.findings(evidence, pending),
            AnchorLogChecks.findings(evidence, pending),
            ReplayChecks.findings(evidence, options.includeOpenPeriod()),
            SettlementChecks.findings(evidence))
        .forEach(findings::addAll);
    return findings;
  }

  private static Finding partitionsDiffer(PublishedLog log, LogSource.Receipts receipts) {
    return Finding.fail(
        FindingCode.L4_PARTITIONS_DIFFER,
        Place.LOG,
        "topic receipts has %d partitions, the rules say %d"
            .formatted(receipts.partitions(), log.identity().partitionCount()));
  }

  private static Finding unreadable(String message) {
    return Finding.inconclusive(FindingCode.LOG_UNREADABLE, Place.LOG, message);
  }
}

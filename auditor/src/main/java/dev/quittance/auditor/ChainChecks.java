package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.LogIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** L2: the chain has what was published, and L4's comparison of the records with the chain. */
final class ChainChecks {

  private final Evidence evidence;
  private final PendingPeriods pending;
  private final List<Finding> findings = new ArrayList<>();

  private ChainChecks(Evidence evidence, PendingPeriods pending) {
    this.evidence = evidence;
    this.pending = pending;
  }

  static List<Finding> findings(Evidence evidence, PendingPeriods pending) {
    ChainChecks checks = new ChainChecks(evidence, pending);
    switch (evidence.chain()) {
      case ChainReading.NotAsked() ->
          checks.unreachable("no RPC endpoint was given, so the chain was not asked");
      case ChainReading.Unreachable(String reason) -> checks.unreachable(reason);
      case ChainReading.OtherChain(var chainId) ->
          checks.unreachable(
              "the endpoint is of chain %s, the log is anchored on %s"
                  .formatted(chainId, evidence.log().identity().domain().chainId()));
      case ChainReading.NoContract(var address) ->
          checks.findings.add(
              Finding.fail(
                  FindingCode.L2_NO_CONTRACT, Place.CHAIN, "there is no code at " + address));
      case ChainReading.Contract contract -> checks.contract(contract);
    }
    return checks.findings;
  }

  private void unreachable(String reason) {
    findings.add(Finding.inconclusive(FindingCode.L2_CHAIN_UNREACHABLE, Place.CHAIN, reason));
  }

  private void contract(ChainReading.Contract contract) {
    LogIdentity log = evidence.log().identity();
    same("logId", log.logId(), contract.logId());
    operator(contract);
    for (long seq = 0; seq < Math.max(evidence.closedPeriods(), contract.next()); seq++) {
      Optional<AnchoredPeriod> anchored = evidence.onChain(seq);
      if (anchored.isPresent()) {
        anchored(seq, anchored.get());
      } else {
        notAnchored(seq);
      }
    }
  }

  private void same(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      findings.add(
          Finding.fail(
              FindingCode.L2_CONTRACT_DIFFERS,
              Place.CHAIN,
              "the contract's %s is %s, the rules say %s".formatted(what, found, expected)));
    }
  }

  /**
   * The contract's operator is the newest epoch's, from the first period of that epoch on. A copy
   * of a log that went on can't say who its operator is now.
   */
  private void operator(ChainReading.Contract contract) {
    PublishedLog log = evidence.log();
    boolean isBefore =
        contract.next() <= log.epochs().newest().firstPeriod()
            && log.identities().stream()
                .anyMatch(epoch -> epoch.operator().equals(contract.operator()));
    boolean goesOn = contract.next() < contract.goesOnTo();
    if (isBefore || goesOn) {
      if (!log.identity().operator().equals(contract.operator())) {
        findings.add(
            Finding.note(
                FindingCode.L2_CONTRACT_DIFFERS,
                Place.CHAIN,
                "the contract's operator is %s, and the newest rules here say %s: %s"
                    .formatted(
                        contract.operator(),
                        log.identity().operator(),
                        goesOn ? "the log went on after this copy" : "not handed over yet")));
      }
    } else {
      same("operator", log.identity().operator(), contract.operator());
    }
  }

  private void notAnchored(long seq) {
    evidence
        .period(seq)
        .ifPresent(period ->
            findings.add(
                pending.missing(
                    FindingCode.L2_NOT_ANCHORED, Place.chain(seq), period, "not anchored")));
  }

  private void anchored(long seq, AnchoredPeriod anchored) {
    Evidence.LocatedAnchor published = evidence.located().get(seq);
    if (published != null) {
      String differences = AnchorFields.differences(published.record(), anchored);
      if (!differences.isEmpty()) {
        findings.add(
            Finding.fail(
                FindingCode.L2_ANCHOR_DIFFERS,
                published.place(),
                "on chain, compared with the published record: " + differences));
      }
    }
    evidence
        .period(seq)
        .ifPresentOrElse(
            period -> replayed(seq, period, anchored),
            () ->
                findings.add(
                    Finding.fail(
                        FindingCode.L2_UNKNOWN_PERIOD,
                        Place.chain(seq),
                        "anchored, but the records close %d periods only"
                            .formatted(evidence.closedPeriods()))));
  }

  private void replayed(long seq, AssembledPeriod period, AnchoredPeriod anchored) {
    String differences = AnchorFields.differences(period.record(), anchored);
    if (!differences.isEmpty()) {
      findings.add(
          Finding.fail(
              FindingCode.L4_CHAIN_DIFFERS,
              Place.chain(seq),
              "on chain, compared with the records: " + differences));
    }
  }
}

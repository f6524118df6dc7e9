package dev.quittance.auditor;

import dev.quittance.auditor.chain.ChainReading;
import dev.quittance.auditor.chain.OperatorChange;
import dev.quittance.auditor.chain.OperatorReading;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.LogEpoch;
import java.util.ArrayList;
import java.util.List;

/** L2: the contract changed hands where the log says that it was handed over, and nowhere else. */
final class HandoverChecks {
  private HandoverChecks() {}

  /**
   * A handover that the log says.
   *
   * @param fromSeq first period of the epoch that begins with it
   * @param offset of that epoch's rules in log-rules
   */
  record Said(Address previous, Address next, long fromSeq, long offset) {
    /** The rules that say it. */
    Place place() {
      return Place.record("log-rules", 0, offset).inPeriod(fromSeq);
    }

    private boolean isDoneBy(OperatorChange change) {
      return previous.equals(change.previous())
          && next.equals(change.next())
          && fromSeq == change.fromSeq();
    }
  }

  static List<Finding> findings(Evidence evidence) {
    return switch (evidence.operators()) {
      case OperatorReading.NotAsked() -> List.of();
      case OperatorReading.Unreachable(String reason) ->
          List.of(Finding.inconclusive(FindingCode.L2_HANDOVERS_UNREADABLE, Place.CHAIN, reason));
      case OperatorReading.Changes(List<OperatorChange> done) -> {
        ChainReading.Contract contract = evidence.contract().orElseThrow();
        long until = contract.next() < contract.goesOnTo() ? contract.next() : Long.MAX_VALUE;
        yield compare(said(evidence.log()), done, contract.goesOnTo(), until);
      }
    };
  }

  /** An epoch that keeps its operator begins without a handover of the contract. */
  private static List<Said> said(PublishedLog log) {
    List<LogEpoch> epochs = log.epochs().all();
    List<Said> said = new ArrayList<>();
    for (int i = 1; i < epochs.size(); i++) {
      Address previous = epochs.get(i - 1).rules().operator();
      Address next = epochs.get(i).rules().operator();
      if (!previous.equals(next)) {
        said.add(new Said(previous, next, epochs.get(i).firstPeriod(), log.rulesOffsets().get(i)));
      }
    }
    return said;
  }

  /**
   * Holds what the log says against what was done.
   *
   * <p>Who had the contract before the first period was anchored is not the log's concern: none of
   * them has anchored anything. A last handover whose first period is not anchored yet may still
   * come: that the operator is the old one says L2-CONTRACT-DIFFERS.
   *
   * @param anchored how many periods are anchored
   * @param until from this period on a copy of the log says nothing
   */
  static List<Finding> compare(
      List<Said> said, List<OperatorChange> done, long anchored, long until) {
    List<Finding> findings = new ArrayList<>();
    int next = 0;
    for (OperatorChange change : done) {
      int match = next;
      while (match < said.size() && !said.get(match).isDoneBy(change)) {
        match++;
      }
      if (match < said.size()) {
        said.subList(next, match).forEach(missing -> findings.add(missing(missing)));
        next = match + 1;
      } else if (change.fromSeq() > 0 && change.fromSeq() < until) {
        findings.add(unknown(change));
      }
    }
    said.subList(next, said.size()).stream()
        .filter(missing -> missing.fromSeq() < anchored)
        .forEach(missing -> findings.add(missing(missing)));
    return findings;
  }

  private static Finding missing(Said said) {
    return Finding.fail(
        FindingCode.L2_HANDOVER_MISSING,
        said.place(),
        "handed over from %s to %s from period %d on, and the contract was not so"
            .formatted(said.previous(), said.next(), said.fromSeq()));
  }

  private static Finding unknown(OperatorChange change) {
    return Finding.fail(
        FindingCode.L2_HANDOVER_UNKNOWN,
        Place.chain(change.fromSeq()),
        "the contract was handed over from %s to %s from period %d on, and the log was not so:"
                .formatted(change.previous(), change.next(), change.fromSeq())
            + " block %d, transaction %s".formatted(change.block(), change.transaction()));
  }
}

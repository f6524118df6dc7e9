package dev.quittance.auditor;

import dev.quittance.receipts.log.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * What the log refused, L0 and L4. A refused record is a leaf like any other, and no fault of the
 * log, as long as the anchored root says that it was refused. Where the root says otherwise the
 * record is not what it was, and its refusal is what shows it.
 */
final class RefusalChecks {
  private RefusalChecks() {}

  static List<Finding> findings(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    for (LaneReplay.Replayed lane : evidence.lanes()) {
      for (LaneReplay.Refusal refusal : lane.refusals()) {
        Place place = place(evidence, lane, refusal.period(), refusal.offset());
        Severity severity =
            isContradicted(evidence, refusal.period()) ? Severity.FAIL : Severity.NOTE;
        findings.add(
            new Finding(
                code(refusal.reason()),
                severity,
                place,
                refusal.reason().label() + refusal.detail()));
      }
    }
    evidence
        .lanes()
        .forEach(lane ->
            lane.stepsBack().stream()
                .filter(step -> isContradicted(evidence, step.period()))
                .forEach(step ->
                    findings.add(
                        Finding.fail(
                            FindingCode.L1_TIME_STEPS_BACK,
                            place(evidence, lane, step.period(), step.offset()),
                            "appended %d ms before the record before it"
                                .formatted(step.milliseconds())))));
    return findings;
  }

  private static Place place(
      Evidence evidence, LaneReplay.Replayed lane, long period, long offset) {
    return Place.record(evidence.log().topicOf(period), lane.partition(), offset).inPeriod(period);
  }

  /** The root says otherwise, or there is one although the records do not even close the period. */
  private static boolean isContradicted(Evidence evidence, long period) {
    return evidence
        .anchoredRoot(period)
        .filter(root ->
            evidence
                .period(period)
                .filter(replayed -> root.equals(replayed.record().periodRoot()))
                .isEmpty())
        .isPresent();
  }

  private static FindingCode code(Reason reason) {
    return switch (reason) {
      case BAD_SIGNATURE -> FindingCode.L0_BAD_SIGNATURE;
      case DUPLICATE -> FindingCode.L4_DUPLICATE_RECEIPT;
      case SEQUENCE_GAP -> FindingCode.L4_SEQUENCE_GAP;
      case EQUIVOCATION -> FindingCode.L4_EQUIVOCATION;
      case INVALID_PERIOD_CLOSE -> FindingCode.L4_REFUSED_CLOSE;
      case NONE, MALFORMED, BAD_AMOUNTS, WRONG_LANE -> FindingCode.L4_REFUSED_RECEIPT;
    };
  }
}

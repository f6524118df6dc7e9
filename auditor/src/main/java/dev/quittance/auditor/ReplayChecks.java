package dev.quittance.auditor;

import dev.quittance.receipts.log.AssembledPeriod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** L4: the records give the very anchors that were published. */
final class ReplayChecks {

  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  private ReplayChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> findings(Evidence evidence, boolean includeOpenPeriod) {
    ReplayChecks checks = new ReplayChecks(evidence);
    checks.order();
    checks.disagreement();
    evidence.lanes().forEach(checks::closes);
    evidence.located().values().forEach(checks::published);
    if (includeOpenPeriod) {
      evidence.lanes().forEach(checks::openPeriod);
    }
    return checks.findings;
  }

  private String topicOf(long period) {
    return evidence.log().topicOf(period);
  }

  private void order() {
    for (LaneReplay.Replayed lane : evidence.lanes()) {
      for (Place place : lane.outOfOrder()) {
        findings.add(
            Finding.fail(
                FindingCode.L4_OFFSET_ORDER,
                place,
                "comes after a record with the same or a higher offset"));
      }
    }
  }

  private void disagreement() {
    evidence
        .periods()
        .disagreement()
        .ifPresent(reason ->
            findings.add(
                Finding.fail(
                    FindingCode.L4_PERIOD_DISAGREES,
                    Place.period(topicOf(evidence.closedPeriods()), evidence.closedPeriods()),
                    reason)));
  }

  /** The periods that are known elsewhere must be closed in every partition. */
  private void closes(LaneReplay.Replayed lane) {
    long closed = lane.periods().size();
    if (evidence.anchoredRoot(closed).isPresent()) {
      findings.add(
          Finding.fail(
              FindingCode.L4_CLOSE_MISSING,
              Place.partition(topicOf(closed), lane.partition()).inPeriod(closed),
              "the close of the period is missing or refused, and the period is published"));
    }
  }

  private void published(Evidence.LocatedAnchor anchor) {
    Optional<AssembledPeriod> period = evidence.period(anchor.record().seq());
    if (period.isEmpty()) {
      findings.add(
          Finding.fail(FindingCode.L4_UNKNOWN_PERIOD, anchor.place(), "published, but " + where()));
      return;
    }
    String differences = AnchorFields.differences(period.get().record(), anchor.record());
    if (!differences.isEmpty()) {
      findings.add(
          Finding.fail(
              FindingCode.L4_ANCHOR_DIFFERS,
              anchor.place(),
              "compared with the records: " + differences));
    }
  }

  private String where() {
    return evidence.lanes().stream()
        .min(Comparator.comparingInt(lane -> lane.periods().size()))
        .map(lane ->
            "partition %d closes %d periods only"
                .formatted(lane.partition(), lane.periods().size()))
        .orElse("there is no partition");
  }

  private void openPeriod(LaneReplay.Replayed lane) {
    lane.firstOpen()
        .ifPresent(place ->
            findings.add(
                Finding.inconclusive(
                    FindingCode.L4_OPEN_PERIOD,
                    place,
                    "%d records from here on are in no closed period yet"
                        .formatted(lane.openRecords()))));
  }
}

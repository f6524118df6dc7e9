package dev.quittance.auditor;

import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogIdentity;
import java.util.ArrayList;
import java.util.List;

/** L3: the published rules are those that the anchors name; if not one does, it is the rules. */
final class RulesChecks {
  private RulesChecks() {}

  static List<Finding> findings(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    Place place = Place.record("log-rules", 0, evidence.log().rulesOffset());
    LogIdentity log = evidence.log().identity();
    List<AnchorRecord> anchors =
        evidence.located().values().stream().map(Evidence.LocatedAnchor::record).toList();
    if (!anchors.isEmpty() && anchors.stream().noneMatch(anchor -> isOf(anchor, log))) {
      findings.add(
          Finding.fail(
              FindingCode.L3_RULES_DIFFER,
              place,
              "no anchor names these rules, with hash %s, epoch %d and topic id %s"
                  .formatted(log.rulesHash(), log.epoch(), log.topicId())));
    }
    boolean hasCheckpoint =
        evidence.anchors().stream()
            .flatMap(anchor -> anchor.content().stream())
            .anyMatch(anchor ->
                Checkpoint.verify(anchor.checkpoint(), evidence.log().verifierKey()).isPresent());
    if (!anchors.isEmpty() && !hasCheckpoint) {
      findings.add(
          Finding.fail(
              FindingCode.L3_RULES_DIFFER,
              place,
              "no checkpoint is signed by the key in them, " + evidence.log().verifierKey()));
    }
    for (long other : evidence.log().others()) {
      findings.add(
          Finding.fail(
              FindingCode.L3_RULES_REPEATED,
              place,
              "there are rules at offset %d too, and this version knows one epoch"
                  .formatted(other)));
    }
    return findings;
  }

  private static boolean isOf(AnchorRecord anchor, LogIdentity log) {
    return anchor.rulesHash().equals(log.rulesHash())
        && anchor.epoch() == log.epoch()
        && anchor.topicId().equals(log.topicId());
  }
}

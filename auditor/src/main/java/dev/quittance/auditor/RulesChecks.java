package dev.quittance.auditor;

import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * L3: the published rules of each epoch are those that its anchors name; if not one does, it is the
 * rules. And nothing else is published as rules.
 */
final class RulesChecks {
  private RulesChecks() {}

  static List<Finding> findings(Evidence evidence) {
    List<Finding> findings = new ArrayList<>();
    PublishedLog log = evidence.log();
    for (int epoch = 0; epoch < log.identities().size(); epoch++) {
      anchorsOf(evidence, epoch).ifPresent(findings::add);
    }
    boolean hasCheckpoint =
        evidence.anchors().stream()
            .flatMap(anchor -> anchor.content().stream())
            .anyMatch(
                anchor -> Checkpoint.verify(anchor.checkpoint(), log.verifierKey()).isPresent());
    if (!evidence.located().isEmpty() && !hasCheckpoint) {
      findings.add(
          Finding.fail(
              FindingCode.L3_RULES_DIFFER,
              place(log.rulesOffsets().getLast()),
              "no checkpoint is signed by the key in them, " + log.verifierKey()));
    }
    log.strays().forEach(stray -> findings.add(stray(stray)));
    return findings;
  }

  private static Optional<Finding> anchorsOf(Evidence evidence, int epoch) {
    PublishedLog published = evidence.log();
    LogIdentity log = published.identities().get(epoch);
    List<AnchorRecord> anchors =
        evidence.located().values().stream()
            .map(Evidence.LocatedAnchor::record)
            .filter(anchor -> published.indexOf(anchor.seq()) == epoch)
            .toList();
    return !anchors.isEmpty() && anchors.stream().noneMatch(anchor -> isOf(anchor, log))
        ? Optional.of(
            Finding.fail(
                FindingCode.L3_RULES_DIFFER,
                place(published.rulesOffsets().get(epoch)),
                "no anchor names these rules, with hash %s, epoch %d and topic id %s"
                    .formatted(log.rulesHash(), log.epoch(), log.topicId())))
        : Optional.empty();
  }

  private static Finding stray(PublishedLog.Stray stray) {
    return stray.isHandover()
        ? Finding.fail(
            FindingCode.L3_EPOCH_NOT_HANDED_OVER, place(stray.offset()), stray.objection())
        : Finding.fail(
            FindingCode.L3_RULES_REPEATED,
            place(stray.offset()),
            "does not count: " + stray.objection());
  }

  private static Place place(long offset) {
    return Place.record("log-rules", 0, offset);
  }

  private static boolean isOf(AnchorRecord anchor, LogIdentity log) {
    return anchor.rulesHash().equals(log.rulesHash())
        && anchor.epoch() == log.epoch()
        && anchor.topicId().equals(log.topicId());
  }
}

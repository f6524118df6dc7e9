package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.VerifierKey;
import java.util.List;
import java.util.UUID;

/**
 * What a log says about itself.
 *
 * @param identity everything that its bytes depend on
 * @param verifierKey the key of its checkpoints
 * @param rulesOffset where that stands in {@code log-rules}
 * @param others the offsets of the other records of {@code log-rules}
 */
public record PublishedLog(
    LogIdentity identity, VerifierKey verifierKey, long rulesOffset, List<Long> others) {

  /** Copies the offsets. */
  public PublishedLog {
    others = List.copyOf(others);
  }

  /** A log whose rules are the only record of their topic. */
  public PublishedLog(LogIdentity identity, VerifierKey verifierKey) {
    this(identity, verifierKey, 0, List.of());
  }

  /** The log of published rules. */
  public static PublishedLog of(LogRules rules, UUID topicId, VerifierKey verifierKey) {
    return new PublishedLog(rules.identity(topicId), verifierKey);
  }
}

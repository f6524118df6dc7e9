package dev.quittance.auditor.source;

import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.VerifierKey;
import java.util.UUID;

/**
 * What a log says about itself.
 *
 * @param identity everything that its bytes depend on
 * @param verifierKey the key of its checkpoints
 */
public record PublishedLog(LogIdentity identity, VerifierKey verifierKey) {

  /** The log of published rules. */
  public static PublishedLog of(LogRules rules, UUID topicId, VerifierKey verifierKey) {
    return new PublishedLog(rules.identity(topicId), verifierKey);
  }
}

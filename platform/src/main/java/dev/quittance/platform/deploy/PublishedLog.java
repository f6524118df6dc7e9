package dev.quittance.platform.deploy;

import dev.quittance.platform.stage.Line;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.VerifierKey;
import java.util.UUID;

/**
 * A line's receipt log as it was published.
 *
 * @param rules the rules of its epoch
 * @param topicId Kafka's id of the topic
 * @param verifierKey checks its checkpoints
 */
public record PublishedLog(LogRules rules, UUID topicId, VerifierKey verifierKey) {

  /** Which log it is. */
  public LogIdentity identity() {
    return rules.identity(topicId);
  }

  /** The line that stages work in. */
  public Line line() {
    return new Line(rules.partitions(), identity(), rules);
  }
}

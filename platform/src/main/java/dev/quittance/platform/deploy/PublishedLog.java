package dev.quittance.platform.deploy;

import dev.quittance.platform.stage.Line;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.VerifierKey;
import java.util.UUID;

/**
 * A line's receipt log as it was published.
 *
 * @param epochs all that there are
 * @param verifierKey checks its checkpoints, in all epochs
 */
public record PublishedLog(LogEpochs epochs, VerifierKey verifierKey) {

  /** The newest rules. */
  public LogRules rules() {
    return epochs.newest().rules();
  }

  /** Kafka's id of the newest topic. */
  public UUID topicId() {
    return epochs.newest().topicId();
  }

  /** Which log it is, in its newest epoch. */
  public LogIdentity identity() {
    return epochs.newest().identity();
  }

  /** The line that stages work in. */
  public Line line() {
    return new Line(epochs);
  }
}

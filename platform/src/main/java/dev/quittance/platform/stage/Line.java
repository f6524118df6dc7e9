package dev.quittance.platform.stage;

import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import java.util.UUID;

/**
 * The line that a stage works in.
 *
 * @param epochs the receipt log's; what is written goes to the newest, what is read may stand in
 *     any
 */
public record Line(LogEpochs epochs) {

  /** A line whose log is in its first epoch. */
  public static Line first(LogRules rules, UUID topicId) {
    return new Line(LogEpochs.first(LogEpoch.first(rules, topicId)));
  }

  /** Partitions of the topics keyed by order, the same in all epochs. */
  public int lanes() {
    return rules().partitions();
  }

  /** The newest epoch of the receipt log. */
  public LogEpoch epoch() {
    return epochs.newest();
  }

  /** What the bytes of the newest epoch depend on. */
  public LogIdentity log() {
    return epoch().identity();
  }

  /** The newest rules. */
  public LogRules rules() {
    return epoch().rules();
  }
}

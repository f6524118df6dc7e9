package dev.quittance.receipts.log;

import java.util.UUID;

/**
 * One epoch of a log: the rules that hold in it, its topic, and where it begins.
 *
 * @param rules the rules; their topic's name and partitions are the epoch's
 * @param topicId Kafka's id of that topic
 * @param firstPeriod its first period, 0 for the log's first epoch
 * @param firstStart end of the last period of the epoch before, unix seconds; 0 in the first epoch
 */
public record LogEpoch(LogRules rules, UUID topicId, long firstPeriod, long firstStart) {

  /** The first epoch of a log. */
  public static LogEpoch first(LogRules rules, UUID topicId) {
    return new LogEpoch(rules, topicId, 0, 0);
  }

  /** What its bytes depend on. */
  public LogIdentity identity() {
    return rules.identity(topicId);
  }

  /** Name of its topic. */
  public String topic() {
    return rules.topic();
  }

  /** Where it begins, and what is its own. */
  public EpochStart start() {
    return firstPeriod == 0
        ? EpochStart.first(topic())
        : new EpochStart(topic(), "-e" + rules.epoch(), firstPeriod, firstStart);
  }

  /** The state of a partition before its first record. */
  public PartitionState firstState(int partition) {
    return start().firstState(partition);
  }
}

package dev.quittance.receipts.log;

import java.util.List;

/**
 * The partitions of all epochs of a log, numbered through: those of the first epoch are 0 to n − 1,
 * those of the next n to 2n − 1. In a log's first epoch a number is the partition.
 *
 * @param topics the epochs' topics, the oldest first
 * @param firstPeriods the epochs' first periods
 * @param perEpoch partitions of each, the same in all
 */
public record EpochPartitions(List<String> topics, List<Long> firstPeriods, int perEpoch) {

  /** Copies the lists. */
  public EpochPartitions {
    topics = List.copyOf(topics);
    firstPeriods = List.copyOf(firstPeriods);
  }

  /** Those of a log in its first epoch. */
  public static EpochPartitions first(String topic, int partitions) {
    return new EpochPartitions(List.of(topic), List.of(0L), partitions);
  }

  /**
   * The number of a topic's partition.
   *
   * @throws IllegalArgumentException if the topic is no epoch's
   */
  public int number(String topic, int partition) {
    int epoch = topics.indexOf(topic);
    if (epoch < 0) {
      throw new IllegalArgumentException("no epoch of the log has topic " + topic);
    }
    return epoch * perEpoch + partition;
  }

  /** The number of a partition in the epoch that a period belongs to. */
  public int numberIn(long period, int partition) {
    int epoch = 0;
    while (epoch + 1 < firstPeriods.size() && firstPeriods.get(epoch + 1) <= period) {
      epoch++;
    }
    return epoch * perEpoch + partition;
  }

  /** The topic that a number's partition belongs to. */
  public String topic(int number) {
    return topics.get(number / perEpoch);
  }

  /** The partition that a number is of its topic. */
  public int partition(int number) {
    return number % perEpoch;
  }

  /** How many there are in all epochs together. */
  public int count() {
    return topics.size() * perEpoch;
  }
}

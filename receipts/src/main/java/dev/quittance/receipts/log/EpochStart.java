package dev.quittance.receipts.log;

/**
 * Where an epoch begins, and what is its own.
 *
 * @param topic its topic
 * @param suffix ends the names of what each epoch has one of; empty in a log's first epoch
 * @param firstPeriod its first period, 0 in the first epoch
 * @param firstStart end of the last period before it, unix seconds; 0 in the first epoch
 */
public record EpochStart(String topic, String suffix, long firstPeriod, long firstStart) {

  /** The start of a log. */
  public static EpochStart first(String topic) {
    return new EpochStart(topic, "", 0, 0);
  }

  /** The epoch's name of what each epoch has one of. */
  public String suffixed(String name) {
    return name + suffix;
  }

  /** The state of a partition before its first record. */
  public PartitionState firstState(int partition) {
    return firstPeriod == 0
        ? PartitionState.initial(partition)
        : PartitionState.ofEpoch(partition, firstPeriod, firstStart);
  }
}

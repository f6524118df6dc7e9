package dev.quittance.schemas;

import dev.quittance.schemas.avro.ReceiptsRecord;

/** The topics of the receipt log in all epochs. */
public final class EpochTopics {
  /** What the names begin with in all epochs but the first, whose topic is {@code receipts}. */
  public static final String PREFIX = Topics.RECEIPTS.name() + "-e";

  private EpochTopics() {}

  /**
   * The topic of a later epoch.
   *
   * @param epoch label of its rules
   */
  public static Topic<ReceiptsRecord> of(int epoch) {
    return Topics.RECEIPTS.named(PREFIX + epoch);
  }

  /** Whether a topic is the receipt log's, in any epoch. */
  public static boolean isReceipts(String name) {
    return name.equals(Topics.RECEIPTS.name()) || name.startsWith(PREFIX);
  }
}

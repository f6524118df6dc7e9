package dev.quittance.receipts.log;

import dev.quittance.receipts.merkle.Tile;
import java.util.UUID;

/**
 * Which tree of entries: one per partition and period.
 *
 * @param topicId Kafka's id of the topic, so that logs that share a store keep apart
 * @param partition the partition
 * @param period the period's seq
 */
public record EntryTree(UUID topicId, int partition, long period) {

  /** The name under which a tile of it is published. */
  public String nameOf(Tile tile) {
    return "log/%s/%d/%d/%s".formatted(topicId, partition, period, tile.path());
  }
}

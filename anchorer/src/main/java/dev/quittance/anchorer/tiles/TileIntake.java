package dev.quittance.anchorer.tiles;

import dev.quittance.anchorer.avro.TileRecords;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.log.EntryTree;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.EntryTile;
import dev.quittance.schemas.avro.LogTilesRecord;
import java.util.UUID;
import java.util.function.LongFunction;
import org.apache.kafka.common.serialization.Deserializer;

/** Stores the tile of a record under its name. Not thread-safe. */
final class TileIntake {
  private final BlobStore blobs;
  private final LongFunction<UUID> topicIds;
  private final Deserializer<LogTilesRecord> deserializer;

  TileIntake(
      BlobStore blobs, LongFunction<UUID> topicIds, Deserializer<LogTilesRecord> deserializer) {
    this.blobs = blobs;
    this.topicIds = topicIds;
    this.deserializer = deserializer;
  }

  /**
   * Takes a record's value; durable when it returns.
   *
   * @throws TileContradiction if other bytes are stored under the tile's name
   */
  void take(byte[] value) {
    EntryTile tile = deserializer.deserialize(Topics.LOG_TILES.name(), value).getBody();
    if (tile == null) {
      throw new IllegalStateException("a record of log-tiles without a tile");
    }
    TileContent content = TileRecords.content(tile);
    long seq = tile.getSeq();
    EntryTree tree = new EntryTree(topicIds.apply(seq), tile.getPartition(), seq);
    String name = tree.nameOf(content.tile());
    switch (blobs.publish(name, content.bytes().toByteArray())) {
      case STORED, SAME -> {}
      case DIFFERENT -> throw new TileContradiction(name);
    }
  }
}

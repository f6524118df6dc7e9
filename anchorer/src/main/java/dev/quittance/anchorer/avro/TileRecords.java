package dev.quittance.anchorer.avro;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TileContent;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.EntryTile;
import dev.quittance.schemas.avro.LogTilesRecord;
import java.nio.ByteBuffer;

/** Records of {@code log-tiles}. */
public final class TileRecords {
  private TileRecords() {}

  /** The key: period, partition, level, index and width, 25 bytes. */
  public static byte[] key(EntryTile tile) {
    return ByteBuffer.allocate(2 * Long.BYTES + 2 * Integer.BYTES + 1)
        .putLong(tile.getSeq())
        .putInt(tile.getPartition())
        .put((byte) tile.getLevel())
        .putLong(tile.getIndex())
        .putInt(tile.getWidth())
        .array();
  }

  /** The record of a tile of a period and partition. */
  public static EntryTile of(long seq, int partition, TileContent content) {
    Tile tile = content.tile();
    return new EntryTile(
        seq,
        partition,
        tile.level(),
        tile.index(),
        tile.width(),
        ByteBuffer.wrap(content.bytes().toByteArray()));
  }

  /** The value with a tile. */
  public static LogTilesRecord of(EntryTile tile) {
    return new LogTilesRecord(tile);
  }

  /**
   * The tile in a record.
   *
   * @throws IllegalArgumentException if it can't be one
   */
  public static TileContent content(EntryTile tile) {
    return new TileContent(
        new Tile(tile.getLevel(), tile.getIndex(), tile.getWidth()),
        Bytes.wrap(AvroValues.bytes(tile.getContent())));
  }
}

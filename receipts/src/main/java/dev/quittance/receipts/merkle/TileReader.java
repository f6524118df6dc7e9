package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;

/** Where a tree's tiles are read. */
@FunctionalInterface
public interface TileReader {

  /**
   * The bytes of a tile: of the width asked for, or of the same tile when it was wider.
   *
   * @throws MissingTileException if it is not there
   */
  Bytes read(Tile tile);
}

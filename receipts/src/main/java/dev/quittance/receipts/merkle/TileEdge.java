package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;

/**
 * What a {@link TileWriter} keeps: the unfinished tile of each level at the right edge of a tree.
 * Used by one thread at a time.
 */
public interface TileEdge {

  /** The unfinished tile of a level, {@link Tile#ENTRIES} included; no bytes if none is begun. */
  Bytes get(int level);

  /** Replaces the unfinished tile of a level; no bytes remove it. */
  void put(int level, Bytes bytes);
}

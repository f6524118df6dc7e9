package dev.quittance.receipts.merkle;

import dev.quittance.receipts.crypto.Bytes;

/**
 * A tile with its bytes.
 *
 * @param tile which
 * @param bytes its hashes one after the other, or an {@link EntryBundle}
 */
public record TileContent(Tile tile, Bytes bytes) {}

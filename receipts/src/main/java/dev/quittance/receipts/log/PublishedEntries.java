package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.merkle.EntryBundle;
import dev.quittance.receipts.merkle.MissingTileException;
import dev.quittance.receipts.merkle.Tile;
import dev.quittance.receipts.merkle.TileReader;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a closed tree, of which only bundles exist, by their offsets: reads as many
 * bundles as their number has bits. What they say is to be proven by the tree's tiles. Not
 * thread-safe.
 *
 * @param size entries of the tree
 * @param tiles where its bundles are read
 */
public record PublishedEntries(long size, TileReader tiles) {

  /**
   * An entry and its place.
   *
   * @param index position in the tree
   */
  public record Found(long index, Entry entry) {}

  /**
   * The entry with an offset; empty if none has it.
   *
   * @throws MissingTileException if a bundle is not there, or is none of entries
   */
  public Optional<Found> at(long offset) {
    if (size == 0) {
      return Optional.empty();
    }
    long low = 0;
    long high = (size - 1) / Tile.FULL;
    while (low < high) {
      long middle = (low + high + 1) >>> 1;
      if (entry(middle, bundle(middle).getFirst()).offset() <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return in(low, offset);
  }

  private Optional<Found> in(long number, long offset) {
    List<Bytes> bundle = bundle(number);
    for (int i = 0; i < bundle.size(); i++) {
      Entry entry = entry(number, bundle.get(i));
      if (entry.offset() == offset) {
        return Optional.of(new Found(number * Tile.FULL + i, entry));
      }
    }
    return Optional.empty();
  }

  private List<Bytes> bundle(long number) {
    Tile tile = Tile.of(size, Tile.ENTRIES, number);
    try {
      List<Bytes> entries = EntryBundle.entries(tiles.read(tile));
      if (entries.size() < tile.width()) {
        throw new MissingTileException(tile.path() + " has only " + entries.size() + " entries");
      }
      return entries.subList(0, tile.width());
    } catch (IllegalArgumentException e) {
      throw new MissingTileException(tile.path() + ": " + e.getMessage());
    }
  }

  private static Entry entry(long number, Bytes encoded) {
    return Entry.decode(encoded)
        .orElseThrow(() -> new MissingTileException("bundle " + number + " holds no entries"));
  }
}

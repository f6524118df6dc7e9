package dev.quittance.receipts.merkle;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tile of a tree: the coordinates of C2SP tlog-tiles, and their spelling in paths.
 *
 * @param level tile level, 0 for leaf hashes; {@link #ENTRIES} for the bundle of the leaves
 *     themselves
 * @param index position in the level, from 0
 * @param width hashes or entries in it, 1 to 256; fewer than 256 only at the right edge of a tree
 */
public record Tile(int level, long index, int width) {

  /** The level of entry bundles, below the leaf hashes. */
  public static final int ENTRIES = -1;

  /** Hashes in a full tile, entries in a full bundle. */
  public static final int FULL = TileHashes.WIDTH;

  private static final int MAX_LEVEL = 63;
  private static final int GROUP = 1000;
  private static final Pattern PATH =
      Pattern.compile(
          "tile/(0|[1-9][0-9]|[1-9]|entries)/((?:x[0-9]{3}/){0,6}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

  /** Checks the ranges. */
  public Tile {
    if (level < ENTRIES || level > MAX_LEVEL || index < 0 || width < 1 || width > FULL) {
      throw new IllegalArgumentException(
          "no tile has level %d, index %d, width %d".formatted(level, index, width));
    }
  }

  /**
   * The tile that holds hashes of a tree of a size.
   *
   * @throws IndexOutOfBoundsException if the tree has no hashes there
   */
  public static Tile of(long size, int level, long index) {
    int width = TileHashes.width(size, Math.max(level, 0), index);
    if (width == 0) {
      throw new IndexOutOfBoundsException(
          "a tree of %d has no tile %d at level %d".formatted(size, index, level));
    }
    return new Tile(level, index, width);
  }

  /** The bundle that holds an entry of a tree of a size. */
  public static Tile ofEntry(long size, long entry) {
    return of(size, ENTRIES, entry / FULL);
  }

  /** Whether it is a bundle of entries. */
  public boolean isEntries() {
    return level == ENTRIES;
  }

  /** Whether nothing more can come into it. */
  public boolean isFull() {
    return width == FULL;
  }

  /** The same tile once it is full. */
  public Tile full() {
    return new Tile(level, index, FULL);
  }

  /** The path below a log's prefix, as {@code tile/1/x001/234.p/5} or {@code tile/entries/000}. */
  public String path() {
    StringBuilder number = new StringBuilder(digits(index % GROUP));
    for (long rest = index / GROUP; rest > 0; rest /= GROUP) {
      number.insert(0, "x" + digits(rest % GROUP) + "/");
    }
    String partial = isFull() ? "" : ".p/" + width;
    return "tile/" + (isEntries() ? "entries" : Integer.toString(level)) + "/" + number + partial;
  }

  private static String digits(long group) {
    return String.format(Locale.ROOT, "%03d", group);
  }

  /** Reads a path in its one spelling; empty if it is none. */
  public static Optional<Tile> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int level = matcher.group(1).equals("entries") ? ENTRIES : Integer.parseInt(matcher.group(1));
    String width = matcher.group(3);
    try {
      Tile tile =
          new Tile(
              level,
              Long.parseLong(matcher.group(2).replaceAll("[x/]", "")),
              width == null ? FULL : Integer.parseInt(width));
      return Optional.of(tile).filter(read -> read.path().equals(path));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}

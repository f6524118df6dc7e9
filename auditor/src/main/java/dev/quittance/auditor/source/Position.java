package dev.quittance.auditor.source;

/**
 * How far a partition has been read.
 *
 * @param records so many records of it
 * @param nextOffset one above the highest offset among them
 */
public record Position(long records, long nextOffset) {

  /** Before the first record. */
  public static final Position START = new Position(0, 0);

  /** The position after one more record. */
  public Position after(long offset) {
    return new Position(records + 1, Math.max(nextOffset, offset + 1));
  }
}

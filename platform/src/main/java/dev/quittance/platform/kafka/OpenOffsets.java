package dev.quittance.platform.kafka;

import java.util.TreeSet;

/**
 * Which records of one partition are done, although they end in any order; what is committed is the
 * oldest that is not. Not thread-safe.
 */
public final class OpenOffsets {
  private final TreeSet<Long> open = new TreeSet<>();
  private long end;
  private long committed = -1;

  /** A record was read. */
  public void read(long offset) {
    open.add(offset);
    end = offset + 1;
  }

  /** A record is done; one that is not open is nothing new. */
  public void done(long offset) {
    open.remove(offset);
  }

  /** How many are read and not done. */
  public int size() {
    return open.size();
  }

  /** What is to be committed now; -1 when nothing has changed. */
  public long toCommit() {
    long low = open.isEmpty() ? end : open.first();
    return low == committed || end == 0 ? -1 : low;
  }

  /** It was committed. */
  public void committed(long offset) {
    committed = offset;
  }
}

package dev.quittance.executor.worker;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which tasks of one partition have their result, although they end in any order.
 *
 * <p>What is committed is the oldest offset without a result, and as the commit's metadata which
 * later ones have none either: so after a crash no task with a committed result runs again, however
 * long an older one takes. A task can be marked before its call: who reads it again then knows that
 * the call may have taken place.
 *
 * <p>Pure; not thread-safe.
 */
final class TaskOffsets {
  /** What an offset is that has been read. */
  enum Reading {
    /** To be done; no call was made for it. */
    OPEN,
    /** To be done, and a call for it may have been made. */
    MARKED,
    /** It has its result already. */
    DONE
  }

  /** At most this many offsets without a result fit into a commit, with room for one more poll. */
  static final int MAX_OPEN = 1000;

  /** Between the oldest and the newest of them; keeps their distances short. */
  static final int MAX_SPAN = 1 << 20;

  /** Offsets without a result, and whether they are marked. */
  private final NavigableMap<Long, Boolean> open = new TreeMap<>();

  /** Above all offsets that are known; what is below and not open is done. */
  private long end;

  /** Below this, all that is open has been read by this process. */
  private long read;

  private TaskOffsets(long start, long end) {
    this.read = start;
    this.end = end;
  }

  /** A partition of which everything below an offset is done. */
  static TaskOffsets startingAt(long offset) {
    return new TaskOffsets(offset, offset);
  }

  /** What was committed. */
  static TaskOffsets of(OffsetMetadata committed) {
    TaskOffsets offsets = new TaskOffsets(committed.low(), committed.end());
    offsets.open.putAll(committed.open());
    return offsets;
  }

  /** What is to be committed. */
  OffsetMetadata snapshot() {
    return new OffsetMetadata(end, open);
  }

  /**
   * Takes note of an offset that was read; offsets are read in ascending order. What lies between
   * it and the one before does not exist (any more) and counts as done.
   */
  Reading read(long offset) {
    if (offset < read) {
      throw new IllegalArgumentException("offset " + offset + " comes after " + (read - 1));
    }
    open.subMap(read, offset).clear();
    read = offset + 1;
    if (offset >= end) {
      end = offset + 1;
      open.put(offset, false);
    }
    Boolean marked = open.get(offset);
    return marked == null ? Reading.DONE : marked ? Reading.MARKED : Reading.OPEN;
  }

  /** Says that a call for an open offset is about to be made. */
  void mark(long offset) {
    if (open.replace(offset, true) == null) {
      throw new IllegalArgumentException("offset " + offset + " is not open");
    }
  }

  /** Says that an open offset has its result. */
  void done(long offset) {
    if (open.remove(offset) == null) {
      throw new IllegalArgumentException("offset " + offset + " is not open");
    }
  }

  /** Whether an offset still waits for its result. */
  boolean isOpen(long offset) {
    return open.containsKey(offset);
  }

  /** The oldest offset without a result; reading begins here again. */
  long low() {
    Map.Entry<Long, Boolean> oldest = open.firstEntry();
    return oldest == null ? end : oldest.getKey();
  }

  /** Whether more may be read before older ones are done. */
  boolean hasRoom() {
    return open.size() < MAX_OPEN && end - low() < MAX_SPAN;
  }
}

package dev.quittance.platform.chain.outbox;

import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Which of the numbers 0, 1, 2 … are settled, and up to which all are.
 *
 * <p>Changed by one thread; {@link #last} may be asked by any.
 */
public final class SettledThrough {
  private final TreeSet<Long> ahead = new TreeSet<>();
  private volatile long next;

  /** Settles a number; again is nothing new. */
  public void add(long number) {
    if (number >= next) {
      ahead.add(number);
    }
    long open = next;
    while (ahead.remove(open)) {
      open++;
    }
    next = open;
  }

  /** Whether a number is settled. */
  public boolean contains(long number) {
    return number < next || ahead.contains(number);
  }

  /** The last number that is settled with all before it; empty if 0 is not. */
  public OptionalLong last() {
    long open = next;
    return open == 0 ? OptionalLong.empty() : OptionalLong.of(open - 1);
  }
}

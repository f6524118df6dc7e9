package dev.quittance.market.agentl2.follow;

/**
 * How many blocks one question for logs covers: halved when the node refuses it, since nodes limit
 * blocks, results and time in ways that they don't tell, and doubled again with each that it
 * answers. Immutable.
 *
 * @param blocks now, at least 1
 * @param most as the settings say
 */
public record LogWindow(long blocks, long most) {
  /** The whole window at first. */
  public static LogWindow of(long most) {
    return new LogWindow(most, most);
  }

  /** After a question that was answered. */
  LogWindow answered() {
    return new LogWindow(Math.min(most, blocks * 2), most);
  }

  /** After one that was not. */
  LogWindow refused() {
    return new LogWindow(Math.max(1, blocks / 2), most);
  }

  /** Whether a smaller question is possible. */
  boolean canShrink() {
    return blocks > 1;
  }

  /** The last block of a question that begins here. */
  long last(long from, long target) {
    return Math.min(target, from + blocks - 1);
  }
}

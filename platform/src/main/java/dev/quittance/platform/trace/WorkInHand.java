package dev.quittance.platform.trace;

import java.util.Optional;

/**
 * What a thread works on now, for the log lines that it writes meanwhile.
 *
 * <p>Taking up work costs two writes to a thread-local; texts are made only when a line is written.
 */
public interface WorkInHand {
  /** The stage that works. */
  String stage();

  /** The order, in hexadecimal digits; empty where the work is not on one order. */
  Optional<String> orderId();

  /** The trace, in hexadecimal digits; empty where the order came without one. */
  Optional<String> traceId();

  /** What the calling thread works on. */
  static Optional<WorkInHand> current() {
    return Optional.ofNullable(Holder.CURRENT.get());
  }

  /** Takes work up in the calling thread, until the scope is closed in it. */
  static Scope enter(WorkInHand work) {
    WorkInHand outer = Holder.CURRENT.get();
    Holder.CURRENT.set(work);
    return new Scope(Optional.ofNullable(outer));
  }

  /**
   * The time in which a thread works on something.
   *
   * @param outer what it goes back to
   */
  record Scope(Optional<WorkInHand> outer) implements AutoCloseable {
    @Override
    public void close() {
      if (outer.isPresent()) {
        Holder.CURRENT.set(outer.get());
      } else {
        Holder.CURRENT.remove();
      }
    }
  }
}

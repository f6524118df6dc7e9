package dev.quittance.market.domain;

import java.util.Arrays;
import java.util.Optional;

/** What a foreign marketplace, or an operator, can say about an order. Its name is on the wire. */
public enum EventKind {
  /** It was seen, and waits for {@link #ACCEPT_APPROVED}. */
  SEEN,
  /** It is ours to do. */
  CLAIMED,
  /** Its buyer, or a reorg before it was started, took it back. */
  WITHDRAWN,
  /** A reorg took it away after it had been started. */
  VANISHED,
  /** What had vanished is there again. */
  REAPPEARED,
  /** It was cancelled there. */
  CANCELLED,
  /** Its buyer disputes it. */
  DISPUTED,
  /** A dispute ended, and the order goes on. */
  RESOLVED,
  /** Its buyer wants it done over. */
  REVISION_REQUESTED,
  /** It is done there. */
  COMPLETED,
  /** Its buyer has the money back. */
  REFUNDED,
  /** Its deadline has passed there. */
  EXPIRED,
  /** An operator lets it be accepted. */
  ACCEPT_APPROVED,
  /** An operator lets its result be delivered. */
  RELEASED;

  /** The kind with this name; empty for one that is not known here. */
  public static Optional<EventKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.name().equals(name)).findFirst();
  }

  /** What it does to the delivery of the order's result. */
  public Effect effect() {
    return switch (this) {
      case WITHDRAWN, VANISHED, CANCELLED, DISPUTED, COMPLETED, REFUNDED, EXPIRED -> Effect.STOPS;
      case REAPPEARED, RESOLVED -> Effect.RESUMES;
      case RELEASED -> Effect.RELEASES;
      case SEEN, CLAIMED, REVISION_REQUESTED, ACCEPT_APPROVED -> Effect.NOTHING;
    };
  }

  /** Whether the order is taken back by it, so that nobody wants a result. */
  public boolean takesBack() {
    return switch (this) {
      case WITHDRAWN, VANISHED, CANCELLED -> true;
      case SEEN, CLAIMED, REAPPEARED, DISPUTED, RESOLVED, REVISION_REQUESTED, COMPLETED -> false;
      case REFUNDED, EXPIRED, ACCEPT_APPROVED, RELEASED -> false;
    };
  }

  /** What an event does to the delivery of an order's result. */
  public enum Effect {
    /** Nothing is delivered any more. */
    STOPS,
    /** What was stopped is delivered after all. */
    RESUMES,
    /** What is held is delivered. */
    RELEASES,
    /** It is only noted. */
    NOTHING
  }
}

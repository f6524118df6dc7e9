package dev.quittance.explorer.domain;

/** How far an order has come, or how it ended otherwise. */
public enum OrderStatus {
  /** Written down; nothing is decided. */
  RECEIVED(false),
  /** A plan was made. */
  PLANNED(false),
  /** Steps have outcomes. */
  EXECUTING(false),
  /** Every step is completed and has its receipt. */
  PROVEN(false),
  /** It is known what was spent and what is refunded. */
  SETTLED(true),
  /** Every receipt is in a period whose anchor is final on the chain. */
  ANCHORED(true),
  /** Not taken: verdict REJECTED. */
  REFUSED(true),
  /** A guard or a policy said no. */
  BLOCKED(true),
  /** Its time was over. */
  EXPIRED(true),
  /** Called off. */
  CANCELLED(true),
  /** A step did not succeed. */
  FAILED(true);

  private final boolean terminal;

  OrderStatus(boolean terminal) {
    this.terminal = terminal;
  }

  /** Whether the work on the order is over; only anchoring may follow. */
  public boolean isTerminal() {
    return terminal;
  }

  /**
   * How an order ends whose outcome has this verdict, as in receipts; FAILED for an unknown one.
   */
  static OrderStatus ofFailure(int verdict) {
    return switch (verdict) {
      case 3 -> BLOCKED;
      case 4 -> REFUSED;
      case 5 -> EXPIRED;
      case 6 -> CANCELLED;
      default -> FAILED;
    };
  }
}

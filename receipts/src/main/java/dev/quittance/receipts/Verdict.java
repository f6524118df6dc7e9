package dev.quittance.receipts;

import java.util.Optional;

/** How the work that a receipt is about ended; the code is the receipt's {@code uint8 verdict}. */
public enum Verdict {
  /** The work was done; the only verdict that may carry an amount. */
  COMPLETED(1),
  /** The work was begun and did not succeed. */
  FAILED(2),
  /** A guard or a policy said no. */
  BLOCKED(3),
  /** The order was not taken. */
  REJECTED(4),
  /** The time was over before the work was done. */
  EXPIRED(5),
  /** The work was called off, or a step that it depends on did not succeed. */
  CANCELLED(6);

  private final int code;

  Verdict(int code) {
    this.code = code;
  }

  /** The code in receipts, 1 to 6. */
  public int code() {
    return code;
  }

  /** The verdict with the given code; empty if there is none. */
  public static Optional<Verdict> ofCode(int code) {
    for (Verdict verdict : values()) {
      if (verdict.code == code) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }
}

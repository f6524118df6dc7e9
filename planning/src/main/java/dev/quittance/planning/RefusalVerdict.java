package dev.quittance.planning;

/** The verdict that the receipt of a refused order has; the names are those of receipts. */
public enum RefusalVerdict {
  /** The order cannot be done as it stands. */
  REJECTED,
  /** A guard or policy said no. */
  BLOCKED,
  /** It came too late. */
  EXPIRED
}

package dev.quittance.auditor;

/** How much a finding says, the worst first. */
public enum Severity {
  /** A check does not hold. */
  FAIL,
  /** A check could not be made. */
  INCONCLUSIVE,
  /** All is as it should be, and this is worth knowing. */
  NOTE
}

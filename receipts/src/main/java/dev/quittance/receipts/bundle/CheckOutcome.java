package dev.quittance.receipts.bundle;

/** What came of one check. */
public sealed interface CheckOutcome {

  /** It holds. */
  record Passed() implements CheckOutcome {}

  /** It does not, and why. */
  record Failed(String reason) implements CheckOutcome {}

  /** It was not made, because one before it failed. */
  record NotReached() implements CheckOutcome {}
}

package dev.quittance.explorer.log;

import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.Reason;

/** What can be said of a receipt that somebody wants proven. */
sealed interface BundleAnswer {
  /**
   * Here is the proof.
   *
   * @param orderId the order that the receipt is of
   * @param bundle the document
   */
  record Proven(Bytes32 orderId, String bundle) implements BundleAnswer {}

  /**
   * It is in the log, in a period that is still open.
   *
   * @param endsAt when the period ends by the schedule, unix seconds
   */
  record PeriodOpen(int partition, long period, long endsAt) implements BundleAnswer {}

  /** Its period is closed, but its anchor record or its tiles are not there yet. */
  record NotPublishedYet(long period) implements BundleAnswer {}

  /** A record has it, but the log did not accept that as a receipt. */
  record NotAccepted(Reason reason) implements BundleAnswer {}

  /** No record of the log has it. */
  record Unknown() implements BundleAnswer {}
}

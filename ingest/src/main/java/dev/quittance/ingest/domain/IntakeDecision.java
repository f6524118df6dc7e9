package dev.quittance.ingest.domain;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes;

/** What becomes of a submission. */
public sealed interface IntakeDecision {
  /**
   * A new order, to be planned.
   *
   * @param orderId its id, taken from now on
   * @param orderHash hash of its content
   * @param tenant who orders
   * @param buyer address that pays, from the tenant's record
   * @param order RFC 8785 bytes
   */
  record Accepted(Hash32 orderId, Hash32 orderHash, String tenant, String buyer, Bytes order)
      implements IntakeDecision {}

  /** Seen before with the same content: nothing happens. */
  record Repeated() implements IntakeDecision {}

  /**
   * Refused; the outcome is REJECTED.
   *
   * @param id the order's id or, where that is taken or may have been, the request's own; taken
   *     from now on
   * @param orderHash hash of the content that is refused
   * @param tenant in whose name it came
   * @param buyer address of that tenant, the zero address when there is no such tenant
   * @param asset the order's asset, the zero address when the order does not parse
   * @param code why
   * @param message the same for people
   */
  record Refused(
      Hash32 id,
      Hash32 orderHash,
      String tenant,
      String buyer,
      String asset,
      RefusalCode code,
      String message)
      implements IntakeDecision {}
}

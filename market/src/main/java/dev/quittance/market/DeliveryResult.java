package dev.quittance.market;

import java.time.Duration;

/** What became of trying to deliver a result. */
public sealed interface DeliveryResult {
  /**
   * The marketplace has it, by this try or by an earlier one.
   *
   * @param reference where it can be found there: a hash, a transaction, a URI; may be empty
   */
  record Delivered(String reference) implements DeliveryResult {}

  /** It waits for a person, whose release hands it out again. */
  record Held(String why) implements DeliveryResult {}

  /**
   * The marketplace can't take it now.
   *
   * @param after when to try again at the earliest; zero for the follower's own backoff
   */
  record Again(Duration after, String why) implements DeliveryResult {}

  /** The marketplace will never take it: the order was cancelled there, say. */
  record Refused(String why) implements DeliveryResult {}

  /** There is nothing to deliver, and the marketplace was told so. */
  record Failed(String why) implements DeliveryResult {}
}

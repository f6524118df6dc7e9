package dev.quittance.platform.chain.outbox;

/** What a final transaction means for its job, as its owner finds by looking. */
public sealed interface Outcome {
  /** The job is settled. */
  record Settled() implements Outcome {}

  /** It is not, and is to be sent anew. */
  record Retry(String reason) implements Outcome {}

  /** It is not, and must not be sent again by itself. */
  record Halt(String reason) implements Outcome {}
}

package dev.quittance.planning.document;

/** What a step works on: a JSON value in the order, or bytes that the order cites. */
public sealed interface StepInput {
  /**
   * A JSON value; its strings may hold references such as {@code {{fetch.output.title}}}.
   *
   * @param json the value
   */
  record Inline(CanonicalJson json) implements StepInput {}

  /**
   * Bytes in the blob store.
   *
   * @param ref their hash and number
   */
  record Stored(InputRef ref) implements StepInput {}
}

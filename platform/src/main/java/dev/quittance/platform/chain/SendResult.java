package dev.quittance.platform.chain;

/** A node's answer to a raw transaction. None of them says that it will be mined. */
public sealed interface SendResult {
  /** It is in the node's pool now. */
  record Accepted() implements SendResult {}

  /** It was in the node's pool before. */
  record AlreadyKnown() implements SendResult {}

  /** Its nonce is used: it is mined already, or another one of the same key is. */
  record NonceTooLow() implements SendResult {}

  /** The node does not take it; {@code reason} in the node's words. */
  record Rejected(String reason) implements SendResult {}
}

package dev.quittance.platform.keys;

import dev.quittance.receipts.crypto.EcdsaSignature;

/** What came of asking a signer that may refuse, fail or lie. */
public sealed interface SigningResult {
  /**
   * It signed.
   *
   * @param signature canonical, and recovered to the address that was asked for
   */
  record Signed(EcdsaSignature signature) implements SigningResult {}

  /**
   * There is no signature that can be used.
   *
   * @param cause what can be done about it
   * @param reason for people; without secrets
   */
  record Failed(Cause cause, String reason) implements SigningResult {}

  /** Why there is no signature. */
  enum Cause {
    /** Nobody answered, or the signer said that it can't now; asking again may help. */
    UNAVAILABLE,
    /** Too many requests failed, so that this one was not made; asking later may help. */
    CIRCUIT_OPEN,
    /** What came back is no signature of this message by this address. */
    INVALID_ANSWER,
    /** The signer doesn't know the address. */
    NOT_HELD,
    /** The signer won't take the request, or not from us. */
    REFUSED;

    /** Whether the same request may succeed within a moment. */
    boolean isPassing() {
      return switch (this) {
        case UNAVAILABLE, INVALID_ANSWER -> true;
        case CIRCUIT_OPEN, NOT_HELD, REFUSED -> false;
      };
    }
  }
}

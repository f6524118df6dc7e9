package dev.quittance.planning.document;

/**
 * A document whose bytes and hash are fixed by its content: RFC 8785 JSON and its SHA-256.
 * Immutable; each kind names its {@code format}.
 */
public sealed interface Document permits Agent, Order, Plan, TenancyDocument {
  /** The RFC 8785 form; parsing it gives an equal document. */
  CanonicalJson canonical();

  /** UTF-8 bytes of the RFC 8785 form. */
  default byte[] canonicalJson() {
    return canonical().bytes();
  }

  /** SHA-256 of {@link #canonicalJson()}. */
  default Hash32 hash() {
    return canonical().hash();
  }
}

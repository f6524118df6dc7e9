package dev.quittance.executor.api;

/**
 * What a second call does in the world, which decides what follows when a worker dies between a
 * call and its recorded result.
 */
public enum EffectClass {
  /** Another call does no harm: it is made. */
  REPEATABLE,
  /** The other side knows calls by their idempotency key: it is made again with the same key. */
  KEYED,
  /** The other side can be asked what became of a call: it is asked first. */
  RECONCILABLE,
  /** A call must never be made twice: that its outcome is unknown becomes the result. */
  AT_MOST_ONCE
}

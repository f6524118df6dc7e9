package dev.quittance.platform.admission;

/**
 * A bucket that fills at a steady rate up to a size; each request takes one token. Immutable.
 *
 * @param microTokens what is in it, in millionths of a token
 * @param atMs when that was so, unix ms
 */
public record TokenBucket(long microTokens, long atMs) {
  private static final long TOKEN = 1_000_000;
  private static final long MICRO_PER_MS = TOKEN / 1000;

  /** Beyond this pause every bucket is full: it keeps the product below 2^63. */
  private static final long LONGEST_PAUSE_MS = 1_000_000_000;

  /** A full bucket of {@code burst} tokens. */
  public static TokenBucket full(int burst, long nowMs) {
    return new TokenBucket(burst * TOKEN, nowMs);
  }

  /** The same bucket later. A clock that goes back fills nothing and empties nothing. */
  TokenBucket at(long nowMs, int perSecond, int burst) {
    long pauseMs = Math.clamp(nowMs - atMs, 0, LONGEST_PAUSE_MS);
    long filled = microTokens + pauseMs * perSecond * MICRO_PER_MS;
    return new TokenBucket(Math.min(filled, burst * TOKEN), Math.max(nowMs, atMs));
  }

  boolean hasToken() {
    return microTokens >= TOKEN;
  }

  TokenBucket taken() {
    return new TokenBucket(microTokens - TOKEN, atMs);
  }

  /** How long until there is a token, rounded up; 0 when there is one. */
  long waitMs(int perSecond) {
    long missing = Math.max(0, TOKEN - microTokens);
    return Math.ceilDiv(missing, perSecond * MICRO_PER_MS);
  }
}

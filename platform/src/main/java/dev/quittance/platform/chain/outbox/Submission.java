package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.stream.Stream;

/**
 * The transactions that were committed to for one nonce, of which the chain can take one.
 *
 * <p>Any of them may be mined, the older ones too: a replacement only asks nodes to prefer it.
 *
 * @param attempts in the order in which they were made; each offers more than the one before
 */
public record Submission(List<SignedTransaction> attempts) {
  /** Copies the list, and checks that it holds attempts at one nonce. */
  public Submission {
    attempts = List.copyOf(attempts);
    if (attempts.stream().mapToLong(SignedTransaction::nonce).distinct().count() != 1) {
      throw new IllegalArgumentException("not the attempts at one nonce: " + attempts);
    }
  }

  /** A first attempt. */
  public static Submission of(SignedTransaction transaction) {
    return new Submission(List.of(transaction));
  }

  /** With one more attempt; the same where it is one of these. */
  public Submission with(SignedTransaction attempt) {
    return holds(attempt.hash())
        ? this
        : new Submission(Stream.concat(attempts.stream(), Stream.of(attempt)).toList());
  }

  /** The attempt that offers the most. */
  public SignedTransaction newest() {
    return attempts.getLast();
  }

  /** The nonce of all of them. */
  public long nonce() {
    return newest().nonce();
  }

  /** Whether one of them has this hash. */
  public boolean holds(Bytes32 hash) {
    return attempts.stream().anyMatch(attempt -> attempt.hash().equals(hash));
  }
}

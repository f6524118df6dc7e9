package dev.quittance.platform.chain.outbox;

import static java.util.Comparator.comparingLong;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to send for the jobs of one signing key, and what became of it. Pure.
 *
 * <p>A job has one nonce while that can still be used: after a crash or a reorg the same bytes are
 * broadcast again, and one that waits for too long is replaced by one that offers more for the same
 * nonce. It gets another nonce only when no transaction of its first one can be mined any more on
 * any branch that may become final, since the nonce is used in a final block.
 *
 * <p>A nonce that somebody else used and a reorg gave back stops all behind it: it is used up by a
 * transaction that does nothing.
 *
 * @param sender the address of the outbox's key
 * @param limits how much is in flight
 * @param signing signs a transaction; deterministic
 * @param <K> type of a job's id
 */
public record Outbox<K>(Address sender, Limits limits, Signing signing) {
  private static final long TRANSFER_GAS = 21_000;

  /** Signs with the outbox's key. */
  @FunctionalInterface
  public interface Signing {
    /** The same bytes for the same transaction, always. */
    SignedTransaction sign(UnsignedTransaction transaction);
  }

  /**
   * How much is in flight.
   *
   * @param maxSubmitted transactions that wait to be mined, at most
   * @param rebroadcastBlocks blocks after which one that is not mined is broadcast again
   * @param raiseBlocks blocks after which one that all others wait for is replaced by one that
   *     offers more
   * @param maxFee that is ever offered, in wei per gas
   */
  public record Limits(
      int maxSubmitted, long rebroadcastBlocks, long raiseBlocks, BigInteger maxFee) {
    /** Few enough for any node's pool, patient, and never above 1,000 gwei. */
    public static final Limits DEFAULT =
        new Limits(16, 5, 12, BigInteger.valueOf(1_000_000_000_000L));
  }

  /** What to do, seen this. */
  public Decision<K> decide(OutboxState<K> state, Observation<K> seen) {
    List<Change<K>> changes = new ArrayList<>();
    List<SignedTransaction> broadcasts = new ArrayList<>();
    for (Entry<K> entry : state.entries()) {
      Optional<Change<K>> change = follow(entry, seen).or(() -> raised(entry, seen));
      change.ifPresent(changes::add);
      change.flatMap(Outbox::replacement).or(() -> due(entry, seen)).ifPresent(broadcasts::add);
    }
    for (Change<K> submitted : submissions(state.after(changes), seen)) {
      changes.add(submitted);
      if (submitted instanceof Change.Submitted<K>(K _, SignedTransaction transaction)) {
        broadcasts.add(transaction);
      }
    }
    filler(state, seen).ifPresent(broadcasts::add);
    return new Decision<>(changes, broadcasts);
  }

  /** A transfer of nothing to oneself, for a nonce that is free although later ones are not. */
  private Optional<SignedTransaction> filler(OutboxState<K> state, Observation<K> seen) {
    return state.entries().stream()
        .filter(entry -> entry.state() instanceof JobState.Submitted)
        .min(comparingLong(Outbox::nonce))
        .filter(first -> nonce(first) > seen.latestNonce() && hasWaited(first, seen))
        .map(_ ->
            signing.sign(
                new UnsignedTransaction(
                    seen.latestNonce(),
                    seen.fees().atMost(limits.maxFee()),
                    TRANSFER_GAS,
                    sender,
                    Bytes.EMPTY)));
  }

  private static long nonce(Entry<?> entry) {
    return entry.state().mineable().map(Submission::nonce).orElse(Long.MAX_VALUE);
  }

  private boolean hasWaited(Entry<K> entry, Observation<K> seen) {
    return entry.offeredAt() != Entry.NEVER
        && seen.latest() >= entry.offeredAt() + limits.raiseBlocks();
  }

  private Optional<Change<K>> follow(Entry<K> entry, Observation<K> seen) {
    K id = entry.job().id();
    return switch (entry.state()) {
      case JobState.Submitted(Submission sent) -> followSubmitted(id, sent, seen);
      case JobState.Mined mined -> followMined(id, mined, seen);
      case JobState.Ready _, JobState.Final _, JobState.Halted _ -> Optional.empty();
    };
  }

  private Optional<Change<K>> followSubmitted(K id, Submission sent, Observation<K> seen) {
    Optional<Change<K>> mined =
        receipt(sent, seen)
            .map(receipt -> new Change.Mined<>(id, receipt.txHash(), receipt.block()));
    return mined.or(
        () -> isTaken(sent, seen) ? Optional.of(nonceTaken(id, sent)) : Optional.empty());
  }

  /** That of the attempt that is in a block. */
  private static Optional<ChainReceipt> receipt(Submission sent, Observation<?> seen) {
    return sent.attempts().stream()
        .flatMap(attempt -> Optional.ofNullable(seen.receipts().get(attempt.hash())).stream())
        .findFirst();
  }

  private Optional<Change<K>> followMined(K id, JobState.Mined mined, Observation<K> seen) {
    ChainReceipt receipt = seen.receipts().get(mined.txHash());
    if (receipt == null) {
      return Optional.of(vanished(id, mined, seen));
    }
    if (!receipt.block().equals(mined.block())) {
      return Optional.of(new Change.Mined<>(id, mined.txHash(), receipt.block()));
    }
    Outcome outcome = seen.outcomes().get(id);
    return outcome == null || receipt.block().number() > seen.finalized()
        ? Optional.empty()
        : Optional.of(concluded(id, mined, outcome));
  }

  private Change<K> vanished(K id, JobState.Mined mined, Observation<K> seen) {
    return mined
        .ours()
        .<Change<K>>map(sent ->
            isTaken(sent, seen) ? nonceTaken(id, sent) : new Change.Submitted<>(id, sent.newest()))
        .orElseGet(() ->
            new Change.Reopened<>(
                id, "transaction " + mined.txHash() + " is no longer on the chain"));
  }

  private Change<K> concluded(K id, JobState.Mined mined, Outcome outcome) {
    BlockRef block = mined.block();
    return switch (outcome) {
      case Outcome.Settled _ ->
          new Change.Finalized<>(id, Optional.of(mined.txHash()), block.number());
      case Outcome.Retry(String reason) -> new Change.Reopened<>(id, reason);
      case Outcome.Halt(String reason) -> new Change.Halted<>(id, reason);
    };
  }

  private static boolean isTaken(Submission sent, Observation<?> seen) {
    return seen.finalNonce() > sent.nonce();
  }

  private Change<K> nonceTaken(K id, Submission sent) {
    return new Change.Reopened<>(
        id, "nonce %d went to a transaction of somebody else".formatted(sent.nonce()));
  }

  /** A better offer for the transaction that all others of the key wait for. */
  private Optional<Change<K>> raised(Entry<K> entry, Observation<K> seen) {
    if (!(entry.state() instanceof JobState.Submitted(Submission sent))
        || sent.nonce() != seen.latestNonce()
        || !hasWaited(entry, seen)) {
      return Optional.empty();
    }
    Fees raised = sent.newest().fees().raisedTo(seen.fees());
    return raised.maxFee().compareTo(limits.maxFee()) > 0
        ? Optional.empty()
        : Optional.of(
            new Change.Submitted<>(entry.job().id(), sign(entry.job(), sent.nonce(), raised)));
  }

  private static <K> Optional<SignedTransaction> replacement(Change<K> change) {
    return change instanceof Change.Submitted<K>(K _, SignedTransaction transaction)
        ? Optional.of(transaction)
        : Optional.empty();
  }

  /** The bytes to broadcast again, since they are not mined for a while. */
  private Optional<SignedTransaction> due(Entry<K> entry, Observation<K> seen) {
    return switch (entry.state()) {
      case JobState.Submitted(Submission sent) ->
          Optional.of(sent.newest()).filter(_ -> isWanted(sent, seen) && isDue(entry, seen));
      case JobState.Ready _, JobState.Mined _, JobState.Final _, JobState.Halted _ ->
          Optional.empty();
    };
  }

  private static boolean isWanted(Submission sent, Observation<?> seen) {
    return receipt(sent, seen).isEmpty() && !isTaken(sent, seen);
  }

  /** A chain that got shorter may have lost what was broadcast to it. */
  private boolean isDue(Entry<K> entry, Observation<K> seen) {
    return entry.broadcastAt() == Entry.NEVER
        || seen.latest() < entry.broadcastAt()
        || seen.latest() >= entry.broadcastAt() + limits.rebroadcastBlocks();
  }

  private List<Change<K>> submissions(OutboxState<K> state, Observation<K> seen) {
    List<Change<K>> changes = new ArrayList<>();
    int room = limits.maxSubmitted() - state.submitted();
    long nonce = Math.max(seen.latestNonce(), state.nonceAfter());
    for (Job<K> job : state.ready()) {
      Preflight preflight = seen.preflights().getOrDefault(job.id(), new Preflight.Hold());
      if (preflight instanceof Preflight.Go) {
        if (room == 0) {
          return changes;
        }
        Fees fees = seen.fees().atMost(limits.maxFee());
        changes.add(new Change.Submitted<>(job.id(), sign(job, nonce, fees)));
        nonce++;
        room--;
      } else {
        settledBefore(job.id(), preflight).ifPresent(changes::add);
        if (preflight instanceof Preflight.Hold || preflight instanceof Preflight.Refuse) {
          return changes;
        }
      }
    }
    return changes;
  }

  private Optional<Change<K>> settledBefore(K id, Preflight preflight) {
    return switch (preflight) {
      case Preflight.AlreadyMined(Bytes32 txHash, BlockRef block) ->
          Optional.of(new Change.Mined<>(id, txHash, block));
      case Preflight.AlreadyFinal(long block) ->
          Optional.of(new Change.Finalized<>(id, Optional.empty(), block));
      case Preflight.Refuse(String reason) -> Optional.of(new Change.Halted<>(id, reason));
      case Preflight.Go _, Preflight.Later _, Preflight.Hold _ -> Optional.empty();
    };
  }

  private SignedTransaction sign(Job<K> job, long nonce, Fees fees) {
    return signing.sign(new UnsignedTransaction(nonce, fees, job.gasLimit(), job.to(), job.data()));
  }
}

package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what to send for the jobs of one signing key, and what became of it. Pure.
 *
 * <p>A transaction's bytes never change while it can still be mined: after a crash or a reorg the
 * same bytes are broadcast again, and a job gets another transaction only when its first one can't
 * be mined any more on any branch that may become final, since the nonce is used in a final block.
 *
 * @param limits how much is in flight
 * @param signing signs a transaction; deterministic
 * @param <K> type of a job's id
 */
public record Outbox<K>(Limits limits, Signing signing) {
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
   */
  public record Limits(int maxSubmitted, long rebroadcastBlocks) {
    /** Few enough for any node's pool. */
    public static final Limits DEFAULT = new Limits(16, 5);
  }

  /** What to do, seen this. */
  public Decision<K> decide(OutboxState<K> state, Observation<K> seen) {
    List<Change<K>> changes = new ArrayList<>();
    List<SignedTransaction> broadcasts = new ArrayList<>();
    for (Entry<K> entry : state.entries()) {
      follow(entry, seen).ifPresent(changes::add);
      due(entry, seen).ifPresent(broadcasts::add);
    }
    for (Change<K> submitted : submissions(state.after(changes), seen)) {
      changes.add(submitted);
      if (submitted instanceof Change.Submitted<K>(K _, SignedTransaction transaction)) {
        broadcasts.add(transaction);
      }
    }
    return new Decision<>(changes, broadcasts);
  }

  private Optional<Change<K>> follow(Entry<K> entry, Observation<K> seen) {
    K id = entry.job().id();
    return switch (entry.state()) {
      case JobState.Submitted(SignedTransaction sent) -> followSubmitted(id, sent, seen);
      case JobState.Mined mined -> followMined(id, mined, seen);
      case JobState.Ready _, JobState.Final _, JobState.Halted _ -> Optional.empty();
    };
  }

  private Optional<Change<K>> followSubmitted(K id, SignedTransaction sent, Observation<K> seen) {
    ChainReceipt receipt = seen.receipts().get(sent.hash());
    if (receipt != null) {
      return Optional.of(new Change.Mined<>(id, sent.hash(), receipt.block()));
    }
    return isTaken(sent, seen) ? Optional.of(nonceTaken(id, sent)) : Optional.empty();
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
        .<Change<K>>map(
            sent -> isTaken(sent, seen) ? nonceTaken(id, sent) : new Change.Submitted<>(id, sent))
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

  private static boolean isTaken(SignedTransaction sent, Observation<?> seen) {
    return seen.finalNonce() > sent.nonce();
  }

  private Change<K> nonceTaken(K id, SignedTransaction sent) {
    return new Change.Reopened<>(
        id, "nonce %d went to a transaction of somebody else".formatted(sent.nonce()));
  }

  /** The bytes to broadcast again: not mined for a while, or gone from the chain. */
  private Optional<SignedTransaction> due(Entry<K> entry, Observation<K> seen) {
    return switch (entry.state()) {
      case JobState.Submitted(SignedTransaction sent) ->
          Optional.of(sent).filter(_ -> isWanted(sent, seen) && isDue(entry, seen));
      case JobState.Mined mined -> mined.ours().filter(sent -> isWanted(sent, seen));
      case JobState.Ready _, JobState.Final _, JobState.Halted _ -> Optional.empty();
    };
  }

  private static boolean isWanted(SignedTransaction sent, Observation<?> seen) {
    return !seen.receipts().containsKey(sent.hash()) && !isTaken(sent, seen);
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
        changes.add(new Change.Submitted<>(job.id(), sign(job, nonce, seen)));
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

  private SignedTransaction sign(Job<K> job, long nonce, Observation<K> seen) {
    return signing.sign(
        new UnsignedTransaction(nonce, seen.fees(), job.gasLimit(), job.to(), job.data()));
  }
}

package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.Fees;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the chain for an outbox, in the order that {@link Observation} promises.
 *
 * @param rpc the chain
 * @param sender the outbox's key
 * @param limits those of the outbox
 */
record ChainObserver(ChainRpc rpc, Address sender, Outbox.Limits limits) {
  <K> Observation<K> observe(OutboxState<K> state, OutboxWork<K> work) throws IOException {
    long finalized = rpc.finalized().number();
    long finalNonce = rpc.transactionCount(sender, finalized);
    BlockHead latest = rpc.latest();
    long latestNonce = rpc.transactionCount(sender);
    Fees fees = rpc.fees(latest);
    Map<Bytes32, ChainReceipt> receipts = receipts(state);
    return new Observation<>(
        finalized,
        finalNonce,
        latest.number(),
        latestNonce,
        fees,
        receipts,
        outcomes(state, receipts, finalized, work),
        preflights(state, finalized, latest, work));
  }

  private Map<Bytes32, ChainReceipt> receipts(OutboxState<?> state) throws IOException {
    Map<Bytes32, ChainReceipt> receipts = new HashMap<>();
    for (Entry<?> entry : state.entries()) {
      Optional<Bytes32> sent = transaction(entry.state());
      if (sent.isPresent()) {
        rpc.receipt(sent.get()).ifPresent(receipt -> receipts.put(receipt.txHash(), receipt));
      }
    }
    return receipts;
  }

  private static Optional<Bytes32> transaction(JobState state) {
    return switch (state) {
      case JobState.Submitted submitted -> Optional.of(submitted.transaction().hash());
      case JobState.Mined mined -> Optional.of(mined.txHash());
      case JobState.Ready _, JobState.Final _, JobState.Halted _ -> Optional.empty();
    };
  }

  private static <K> Map<K, Outcome> outcomes(
      OutboxState<K> state, Map<Bytes32, ChainReceipt> receipts, long finalized, OutboxWork<K> work)
      throws IOException {
    Map<K, Outcome> outcomes = new HashMap<>();
    for (Entry<K> entry : state.entries()) {
      if (entry.state() instanceof JobState.Mined mined) {
        ChainReceipt receipt = receipts.get(mined.txHash());
        if (receipt != null && receipt.block().number() <= finalized) {
          outcomes.put(entry.job().id(), work.outcome(entry.job(), receipt, finalized));
        }
      }
    }
    return outcomes;
  }

  /** As many as there is room for, and no further than to the first that holds the others. */
  private <K> Map<K, Preflight> preflights(
      OutboxState<K> state, long finalized, BlockHead latest, OutboxWork<K> work)
      throws IOException {
    Map<K, Preflight> preflights = new HashMap<>();
    int room = limits.maxSubmitted() - state.submitted();
    for (Job<K> job : state.ready()) {
      if (room <= 0) {
        return preflights;
      }
      Preflight preflight = work.preflight(job, finalized, latest);
      preflights.put(job.id(), preflight);
      switch (preflight) {
        case Preflight.Go _ -> room--;
        case Preflight.Hold _, Preflight.Refuse _ -> {
          return preflights;
        }
        case Preflight.AlreadyMined _, Preflight.AlreadyFinal _, Preflight.Later _ -> {}
      }
    }
    return preflights;
  }
}

package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the chain for an outbox, in the order that {@link Observation} promises.
 *
 * <p>An endpoint of another chain, or one that is behind what was final before, is not believed:
 * the next one is asked.
 */
final class ChainObserver {
  private final ChainRpc rpc;
  private final TransactionSigner signer;
  private final Outbox.Limits limits;

  /** The newest final block that any endpoint has shown. */
  private long lastFinalized;

  /**
   * Made for one outbox.
   *
   * @param rpc the chain
   * @param signer the outbox's key, and the chain that it is for
   * @param limits those of the outbox
   */
  ChainObserver(ChainRpc rpc, TransactionSigner signer, Outbox.Limits limits) {
    this.rpc = rpc;
    this.signer = signer;
    this.limits = limits;
  }

  <K> Observation<K> observe(OutboxState<K> state, OutboxWork<K> work) throws IOException {
    requireChain();
    Address sender = signer.address();
    long finalized = finalized();
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

  private void requireChain() throws IOException {
    long chainId = rpc.chainId();
    if (chainId != signer.chainId()) {
      throw disbelieved("is chain %d, not %d".formatted(chainId, signer.chainId()));
    }
  }

  private long finalized() throws IOException {
    long finalized = rpc.finalized().number();
    if (finalized < lastFinalized) {
      throw disbelieved(
          "has block %d as its final one, after block %d was final"
              .formatted(finalized, lastFinalized));
    }
    lastFinalized = finalized;
    return finalized;
  }

  private IOException disbelieved(String what) {
    String asked = rpc.endpoint();
    rpc.askNext();
    return new IOException("the chain at " + asked + " " + what);
  }

  private Map<Bytes32, ChainReceipt> receipts(OutboxState<?> state) throws IOException {
    Map<Bytes32, ChainReceipt> receipts = new HashMap<>();
    for (Entry<?> entry : state.entries()) {
      for (Bytes32 sent : transactions(entry.state())) {
        rpc.receipt(sent).ifPresent(receipt -> receipts.put(receipt.txHash(), receipt));
      }
    }
    return receipts;
  }

  private static Set<Bytes32> transactions(JobState state) {
    Set<Bytes32> hashes = new LinkedHashSet<>();
    state.mineable().stream()
        .flatMap(submission -> submission.attempts().stream())
        .map(SignedTransaction::hash)
        .forEach(hashes::add);
    if (state instanceof JobState.Mined mined) {
      hashes.add(mined.txHash());
    }
    return hashes;
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

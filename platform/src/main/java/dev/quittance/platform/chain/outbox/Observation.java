package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.Fees;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.Map;

/**
 * What was seen of the chain, from the older to the newer: nonces before receipts, so that a
 * transaction whose nonce is used and which has no receipt is known to be none of ours.
 *
 * @param finalized number of the newest final block
 * @param finalNonce the key's next nonce in the final state
 * @param latest number of the newest block
 * @param latestNonce the key's next nonce in the newest state
 * @param fees what to offer for gas now
 * @param receipts where transactions stand; one without is in no block
 * @param outcomes what transactions in final blocks mean for their jobs
 * @param preflights which jobs may be sent; one without is not looked at yet
 * @param <K> type of a job's id
 */
public record Observation<K>(
    long finalized,
    long finalNonce,
    long latest,
    long latestNonce,
    Fees fees,
    Map<Bytes32, ChainReceipt> receipts,
    Map<K, Outcome> outcomes,
    Map<K, Preflight> preflights) {
  /** Copies the maps. */
  public Observation {
    receipts = Map.copyOf(receipts);
    outcomes = Map.copyOf(outcomes);
    preflights = Map.copyOf(preflights);
  }
}

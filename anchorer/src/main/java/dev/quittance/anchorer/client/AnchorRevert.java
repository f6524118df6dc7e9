package dev.quittance.anchorer.client;

import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.GasEstimate;
import dev.quittance.platform.chain.outbox.Job;
import dev.quittance.platform.chain.outbox.Outcome;
import dev.quittance.receipts.crypto.Address;
import java.io.IOException;

/**
 * What a reverted anchoring means: out of turn, since an earlier one had to be sent anew, or wrong.
 *
 * @param rpc the chain
 * @param operator the sender
 */
record AnchorRevert(ChainRpc rpc, Address operator) {
  Outcome outcome(Job<Long> job, ChainReceipt receipt, long next) throws IOException {
    String reverted = "transaction " + receipt.txHash() + " reverted";
    if (next != job.id()) {
      return new Outcome.Retry(reverted + " out of turn; the contract waits for period " + next);
    }
    return switch (rpc.estimateGas(operator, job.to(), job.data())) {
      case GasEstimate.Estimated _ -> new Outcome.Retry(reverted + " and would not now");
      case GasEstimate.Reverts(String reason) -> new Outcome.Halt(reverted + ": " + reason);
    };
  }
}

package dev.quittance.market.agentrunner;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import java.io.IOException;

/** Where receipts are written down in the order in which they come. Any number of threads. */
interface ArrivalLog {
  /**
   * Appends a receipt; all replicas have it when this returns.
   *
   * @throws IOException when it is not known whether they do
   */
  void append(AgentRunnerSubmission submission, Bytes32 signer, Hash32 orderId)
      throws IOException, InterruptedException;

  /**
   * The text of a receipt that was read from here.
   *
   * @throws IOException when it can't be read at present
   */
  String text(ArrivedReceipt receipt) throws IOException;
}

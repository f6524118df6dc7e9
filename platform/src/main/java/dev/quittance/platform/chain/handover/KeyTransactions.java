package dev.quittance.platform.chain.handover;

import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.Fees;
import dev.quittance.platform.chain.GasEstimate;
import dev.quittance.platform.chain.SendResult;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.UnsignedTransaction;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Optional;

/**
 * Single transactions of a key, each waited for before the next one.
 *
 * @param rpc the chain
 * @param signer the key, and the chain that it signs for
 * @param patience how long a transaction may take to be mined
 */
record KeyTransactions(ChainRpc rpc, TransactionSigner signer, Duration patience) {
  private static final Duration POLL = Duration.ofMillis(250);

  /** What the state may have grown by until the transaction runs: a quarter of its gas. */
  private static final int MARGIN_ONE_IN = 4;

  /** What became of a transaction. */
  sealed interface Sent {
    /** It is in a block, or another one with its nonce is: look what holds now. */
    record Mined(Bytes32 transaction) implements Sent {}

    /** It was not sent, or reverted, for this reason. */
    record Failed(String reason) implements Sent {}
  }

  Address address() {
    return signer.address();
  }

  /**
   * Waits until all transactions of this key are mined, so that none of them is replaced.
   *
   * @throws IOException if that takes longer than the patience, or the chain does not answer
   */
  void awaitQuiet() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (long open = rpc.underWay(address()); open > 0; open = rpc.underWay(address())) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%s has %d transactions that are in no block after %s; stop what sends from it, wait for"
                    .formatted(address(), open, patience)
                + " them, and start again");
      }
      pause();
    }
  }

  /** Sends a call or a transfer and waits until it is in a block. */
  Sent send(Address to, BigInteger value, Bytes data) throws IOException {
    return switch (rpc.estimateGas(address(), to, data)) {
      case GasEstimate.Estimated(long gas) ->
          broadcast(signed(to, value, data, gas + gas / MARGIN_ONE_IN));
      case GasEstimate.Reverts(String reason) ->
          new Sent.Failed("the contract at " + to + " refuses " + address() + ": " + reason);
    };
  }

  private SignedTransaction signed(Address to, BigInteger value, Bytes data, long gasLimit)
      throws IOException {
    Fees fees = rpc.fees(rpc.latest());
    long nonce = rpc.transactionCount(address());
    return signer.sign(new UnsignedTransaction(nonce, fees, gasLimit, to, value, data));
  }

  private Sent broadcast(SignedTransaction transaction) throws IOException {
    return switch (rpc.send(transaction)) {
      case SendResult.Accepted _, SendResult.AlreadyKnown _, SendResult.NonceTooLow _ ->
          awaitMined(transaction);
      case SendResult.Rejected(String reason) ->
          new Sent.Failed("the chain does not take a transaction of " + address() + ": " + reason);
    };
  }

  private Sent awaitMined(SignedTransaction transaction) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<ChainReceipt> receipt = rpc.receipt(transaction.hash());
      if (receipt.isPresent() && !receipt.get().succeeded()) {
        return new Sent.Failed("transaction " + transaction.hash() + " reverted");
      }
      if (receipt.isPresent() || rpc.transactionCount(address()) > transaction.nonce()) {
        return new Sent.Mined(transaction.hash());
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "transaction %s of %s is in no block after %s; start again, it goes on from there"
                .formatted(transaction.hash(), address(), patience));
      }
      pause();
    }
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a transaction");
    }
  }
}

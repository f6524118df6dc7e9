package dev.quittance.platform.chain.handover;

import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.OperatedView;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.chain.handover.KeyTransactions.Sent;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands the contracts of a log over from one operator's key to another's, by the offer of the old
 * one and the acceptance of the new one.
 *
 * <p>Each call looks at the chain first and does what is missing: cut off anywhere, it is called
 * again. It waits until its transactions are in a block, not until that is final; after a reorg it
 * is called again too. Nothing else may send from the two keys meanwhile, so the line's anchors are
 * final and its anchorer is stopped before. Blocks; fails as {@link ChainRpc}, also when a
 * transaction is not mined in time. Not for concurrent use with the same keys.
 */
public final class OperatorHandover {
  /** How long a transaction may take to be mined; the next call waits on for it. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** What a transaction of a handover may take, in gas: twice what an offer does. */
  static final long STEP_GAS = 100_000;

  /** Offer and acceptance, and as many more where others took their nonces. */
  private static final int STEPS_AT_MOST = 4;

  private static final int ETHER_DECIMALS = 18;

  private final ChainRpc rpc;
  private final long chainId;
  private final KeyTransactions from;
  private final KeyTransactions to;

  /**
   * Made for one change of keys; nothing is sent yet.
   *
   * @param rpc the chain
   * @param chainId EIP-155 id of the chain that the contracts are on
   * @param from the old operator's key
   * @param to the new operator's key
   */
  public OperatorHandover(ChainRpc rpc, long chainId, Signer from, Signer to) {
    this(rpc, chainId, from, to, PATIENCE);
  }

  OperatorHandover(ChainRpc rpc, long chainId, Signer from, Signer to, Duration patience) {
    this.rpc = rpc;
    this.chainId = chainId;
    this.from = new KeyTransactions(rpc, new TransactionSigner(from, chainId), patience);
    this.to = new KeyTransactions(rpc, new TransactionSigner(to, chainId), patience);
  }

  /** Makes the new key the operator of a {@code ReceiptAnchor} or a {@code PayoutVault}. */
  public HandoverResult handOver(Address contract) throws IOException {
    OperatedView view = new OperatedView(rpc, contract);
    Optional<String> obstacle = otherChain();
    if (obstacle.isEmpty()) {
      obstacle = unfit(view);
    }
    return obstacle.isPresent()
        ? new HandoverResult.Refused(obstacle.get())
        : takeSteps(view, new ArrayList<>());
  }

  private HandoverResult takeSteps(OperatedView view, List<Bytes32> transactions)
      throws IOException {
    while (transactions.size() < STEPS_AT_MOST) {
      Sent sent;
      switch (stepAtRest(view)) {
        case HandoverStep.Nothing _ -> {
          return transactions.isEmpty()
              ? new HandoverResult.AlreadyDone()
              : new HandoverResult.HandedOver(transactions);
        }
        case HandoverStep.Impossible(String reason) -> {
          return new HandoverResult.Refused("contract " + view.address() + ": " + reason);
        }
        case HandoverStep.Offer _ -> sent = offer(view);
        case HandoverStep.Accept _ -> sent = accept(view);
      }
      switch (sent) {
        case Sent.Mined(Bytes32 transaction) -> transactions.add(transaction);
        case Sent.Failed(String reason) -> {
          return new HandoverResult.Refused(reason);
        }
      }
    }
    throw new IOException(
        "the chain at %s shows %s mined, and yet %s does not change its operator"
            .formatted(rpc.endpoint(), transactions, view.address()));
  }

  /** Not before the new key can pay for accepting too: an offer alone is half a handover. */
  private Sent offer(OperatedView view) throws IOException {
    Optional<String> tooPoor = tooPoor(from, "old", gasMoney());
    if (tooPoor.isEmpty()) {
      tooPoor = tooPoor(to, "new", gasMoney());
    }
    return tooPoor.isPresent()
        ? new Sent.Failed(tooPoor.get())
        : from.send(view.address(), BigInteger.ZERO, view.offerCall(to.address()));
  }

  private Sent accept(OperatedView view) throws IOException {
    Optional<String> tooPoor = tooPoor(to, "new", gasMoney());
    return tooPoor.isPresent()
        ? new Sent.Failed(tooPoor.get())
        : to.send(view.address(), BigInteger.ZERO, view.acceptCall());
  }

  /**
   * Sends from the old key what the new one has less than this, in wei: for devnets, and where the
   * new key was not given money for gas beforehand. Doing so again sends nothing.
   */
  public FundingResult fund(BigInteger amountWei) throws IOException {
    Optional<String> otherChain = otherChain();
    if (otherChain.isPresent()) {
      return new FundingResult.Refused(otherChain.get());
    }
    from.awaitQuiet();
    BigInteger balance = rpc.balance(to.address());
    BigInteger missing = amountWei.subtract(balance);
    if (missing.signum() <= 0) {
      return new FundingResult.EnoughAlready(balance);
    }
    Optional<String> tooPoor = tooPoor(from, "old", missing.add(gasMoney()));
    if (tooPoor.isPresent()) {
      return new FundingResult.Refused(tooPoor.get());
    }
    return switch (from.send(to.address(), missing, Bytes.EMPTY)) {
      case Sent.Mined(Bytes32 transaction) -> new FundingResult.Funded(transaction, missing);
      case Sent.Failed(String reason) -> new FundingResult.Refused(reason);
    };
  }

  private Optional<String> otherChain() throws IOException {
    long found = rpc.chainId();
    return found == chainId
        ? Optional.empty()
        : Optional.of(
            "the chain at %s is %d, the contracts are on %d: give the JSON-RPC of a node of that one"
                .formatted(rpc.endpoint(), found, chainId));
  }

  private static Optional<String> unfit(OperatedView view) throws IOException {
    if (!view.exists()) {
      return Optional.of("there is no contract at " + view.address());
    }
    return view.canChange()
        ? Optional.empty()
        : Optional.of(
            "the contract at "
                + view.address()
                + " has one operator for good: it is of a version before handovers, or no contract"
                + " of a log; deploy it again");
  }

  /** The next step, when what its sender had under way has come to rest. */
  private HandoverStep stepAtRest(OperatedView view) throws IOException {
    HandoverStep seen = step(view);
    switch (seen) {
      case HandoverStep.Offer _ -> from.awaitQuiet();
      case HandoverStep.Accept _ -> to.awaitQuiet();
      case HandoverStep.Nothing _, HandoverStep.Impossible _ -> {
        return seen;
      }
    }
    return step(view);
  }

  private HandoverStep step(OperatedView view) throws IOException {
    return HandoverStep.next(view.operator(), view.pendingOperator(), from.address(), to.address());
  }

  /** What one transaction may cost at present. */
  private BigInteger gasMoney() throws IOException {
    return rpc.fees(rpc.latest()).maxFee().multiply(BigInteger.valueOf(STEP_GAS));
  }

  private Optional<String> tooPoor(KeyTransactions key, String which, BigInteger needed)
      throws IOException {
    BigInteger balance = rpc.balance(key.address());
    return balance.compareTo(needed) >= 0
        ? Optional.empty()
        : Optional.of(
            ("the %s operator %s has %s ether on chain %d, and %s are needed: send it at least the"
                    + " difference of %s, and start again")
                .formatted(
                    which,
                    key.address(),
                    ether(balance),
                    chainId,
                    ether(needed),
                    ether(needed.subtract(balance))));
  }

  private static String ether(BigInteger wei) {
    return new BigDecimal(wei, ETHER_DECIMALS).stripTrailingZeros().toPlainString();
  }
}

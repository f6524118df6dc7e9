package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.Web3jService;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.protocol.exceptions.ClientConnectionException;

/**
 * The JSON-RPC of an EVM chain, in this project's types.
 *
 * <p>Calls block until the node answers: for threads of one's own, never for stream threads. A node
 * that can't be reached, or answers with an error that is no answer to the question, is an {@link
 * IOException} that names the endpoint; where there are several, the next one is asked from then
 * on. Safe for any number of threads.
 */
public final class ChainRpc implements AutoCloseable {
  /** Blocks on top of one that is taken as final on a chain without the {@code finalized} tag. */
  public static final long DEFAULT_CONFIRMATIONS = 64;

  private final RotatingEndpoints endpoints;
  private final long confirmations;
  private final Web3j web3j;

  private ChainRpc(List<String> urls, long confirmations) {
    this.endpoints = new RotatingEndpoints(urls);
    this.confirmations = confirmations;
    this.web3j = Web3j.build(endpoints);
  }

  /** The endpoint with this URL; nothing is sent yet. */
  public static ChainRpc at(String url) {
    return at(List.of(url), DEFAULT_CONFIRMATIONS);
  }

  /**
   * The endpoints with these URLs, at least one, in the order in which they are asked; nothing is
   * sent yet.
   *
   * @param confirmations blocks on top of a final one, where the chain does not tell
   */
  public static ChainRpc at(List<String> urls, long confirmations) {
    return new ChainRpc(urls, confirmations);
  }

  /** How many endpoints there are. */
  public int endpoints() {
    return endpoints.count();
  }

  /** The endpoint that is asked now, without what is secret in its URL. */
  public String endpoint() {
    return endpoints.shown();
  }

  /** Asks the next endpoint from now on. */
  public void askNext() {
    endpoints.nextAfter(endpoints.current());
  }

  /** The EIP-155 id of the chain. */
  public long chainId() throws IOException {
    return answer(web3j.ethChainId()).getChainId().longValueExact();
  }

  /** The newest block. */
  public BlockHead latest() throws IOException {
    return block(DefaultBlockParameterName.LATEST)
        .orElseThrow(() -> new IOException("the chain at " + endpoint() + " has no latest block"));
  }

  /**
   * The newest block that no reorg can take back: the {@code finalized} one, or, where the node
   * does not know that tag, the one with the configured number of blocks on top.
   */
  public BlockHead finalized() throws IOException {
    EthBlock tagged = send(web3j.ethGetBlockByNumber(DefaultBlockParameterName.FINALIZED, false));
    if (!tagged.hasError() && tagged.getBlock() != null) {
      return head(tagged.getBlock());
    }
    long number = Math.max(0, latest().number() - confirmations);
    return block(at(number))
        .orElseThrow(
            () -> new IOException("the chain at " + endpoint() + " has no block " + number));
  }

  /** The hash of the block that has this number now. */
  public Optional<Bytes32> blockHash(long number) throws IOException {
    return block(at(number)).map(head -> head.ref().hash());
  }

  /** How many transactions of a key the newest block and those before it hold: its next nonce. */
  public long transactionCount(Address sender) throws IOException {
    return transactionCount(sender, DefaultBlockParameterName.LATEST);
  }

  /** The same as of an older block, which must be one whose state the node still has. */
  public long transactionCount(Address sender, long block) throws IOException {
    return transactionCount(sender, at(block));
  }

  /** How many transactions of a key the node has taken that are in no block yet. */
  public long underWay(Address sender) throws IOException {
    // In this order: one that is mined in between is then counted as under way, never as negative.
    long mined = transactionCount(sender);
    return transactionCount(sender, DefaultBlockParameterName.PENDING) - mined;
  }

  /** What an account has, in wei. */
  public BigInteger balance(Address account) throws IOException {
    return answer(web3j.ethGetBalance(account.toString(), DefaultBlockParameterName.LATEST))
        .getBalance();
  }

  /** The code of a contract; empty where there is none. */
  public Bytes code(Address contract) throws IOException {
    return Bytes.fromHex(
        answer(web3j.ethGetCode(contract.toString(), DefaultBlockParameterName.LATEST)).getCode());
  }

  /** The usual offer for gas in the block after this one. */
  public Fees fees(BlockHead latest) throws IOException {
    BigInteger tip = answer(web3j.ethMaxPriorityFeePerGas()).getMaxPriorityFeePerGas();
    return Fees.over(latest.baseFee(), tip);
  }

  /** What a call would take if it were the next transaction. */
  public GasEstimate estimateGas(Address from, Address to, Bytes data) throws IOException {
    Transaction call =
        Transaction.createEthCallTransaction(from.toString(), to.toString(), data.toString());
    var estimate = send(web3j.ethEstimateGas(call));
    return estimate.hasError()
        ? new GasEstimate.Reverts(String.valueOf(estimate.getError().getMessage()))
        : new GasEstimate.Estimated(estimate.getAmountUsed().longValueExact());
  }

  /**
   * Hands a raw transaction to every node, since one that says that it took it may have dropped it.
   *
   * @return what the node that is asked now says, or the first of the others that answers
   */
  public SendResult send(SignedTransaction transaction) throws IOException {
    List<SendResult> results = new ArrayList<>();
    IOException failure = new IOException("no endpoint");
    for (Web3jService endpoint : endpoints.all()) {
      try {
        results.add(send(transaction, endpoint));
      } catch (IOException e) {
        failure = e;
      }
    }
    if (results.isEmpty()) {
      throw failure;
    }
    return results.getFirst();
  }

  private SendResult send(SignedTransaction transaction, Web3jService endpoint) throws IOException {
    List<String> raw = List.of(transaction.raw().toString());
    var sent =
        send(new Request<>("eth_sendRawTransaction", raw, endpoint, EthSendTransaction.class));
    return sent.hasError()
        ? refusal(String.valueOf(sent.getError().getMessage()))
        : new SendResult.Accepted();
  }

  /** Where a transaction stands now; empty when it is in no block of the chain. */
  public Optional<ChainReceipt> receipt(Bytes32 txHash) throws IOException {
    return answer(web3j.ethGetTransactionReceipt(txHash.toString()))
        .getTransactionReceipt()
        .map(found -> receipt(txHash, found));
  }

  /** The connection, for the generated wrappers of contracts. */
  public Web3j web3j() {
    return web3j;
  }

  /** A contract's answer through a generated wrapper: the wrapper's view and {@code ::send}. */
  public <T> T read(Callable<T> view) throws IOException {
    int asked = endpoints.current();
    String shown = endpoint();
    try {
      return view.call();
    } catch (Exception e) {
      endpoints.nextAfter(asked);
      // The wrappers declare Exception: no connection, an error of the node, no such contract.
      throw new IOException(
          "the chain at " + shown + " did not answer a call: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    web3j.shutdown();
  }

  private long transactionCount(Address sender, DefaultBlockParameter block) throws IOException {
    return answer(web3j.ethGetTransactionCount(sender.toString(), block))
        .getTransactionCount()
        .longValueExact();
  }

  private Optional<BlockHead> block(DefaultBlockParameter which) throws IOException {
    return Optional.ofNullable(answer(web3j.ethGetBlockByNumber(which, false)).getBlock())
        .map(ChainRpc::head);
  }

  private static DefaultBlockParameter at(long number) {
    return DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
  }

  private static BlockHead head(EthBlock.Block block) {
    BigInteger baseFee =
        block.getBaseFeePerGasRaw() == null ? BigInteger.ZERO : block.getBaseFeePerGas();
    return new BlockHead(
        new BlockRef(block.getNumber().longValueExact(), Bytes32.fromHex(block.getHash())),
        block.getTimestamp().longValueExact(),
        baseFee);
  }

  private static ChainReceipt receipt(Bytes32 txHash, TransactionReceipt found) {
    return new ChainReceipt(
        txHash,
        found.isStatusOK(),
        new BlockRef(
            found.getBlockNumber().longValueExact(), Bytes32.fromHex(found.getBlockHash())),
        found.getGasUsed().longValueExact());
  }

  /** Nodes have no codes for these, only words: geth, Nethermind, Besu and anvil in turn. */
  private static SendResult refusal(String message) {
    String words = message.toLowerCase(Locale.ROOT);
    if (words.contains("already known")
        || words.contains("alreadyknown")
        || words.contains("known transaction")
        || words.contains("already imported")) {
      return new SendResult.AlreadyKnown();
    }
    return words.contains("nonce too low") || words.contains("oldnonce")
        ? new SendResult.NonceTooLow()
        : new SendResult.Rejected(message);
  }

  private <T extends Response<?>> T answer(Request<?, T> request) throws IOException {
    int asked = endpoints.current();
    String shown = endpoint();
    T response = send(request);
    if (response.hasError()) {
      endpoints.nextAfter(asked);
      throw new IOException(
          "the chain at %s refuses %s: %s"
              .formatted(shown, request.getMethod(), response.getError().getMessage()));
    }
    return response;
  }

  private <T extends Response<?>> T send(Request<?, T> request) throws IOException {
    String asked = endpoint();
    try {
      return request.send();
    } catch (IOException | ClientConnectionException e) {
      throw new IOException(
          "the chain at %s does not answer %s: %s".formatted(asked, request.getMethod(), e), e);
    }
  }
}

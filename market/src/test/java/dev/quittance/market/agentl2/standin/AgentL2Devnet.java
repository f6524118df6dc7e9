package dev.quittance.market.agentl2.standin;

import dev.quittance.contracts.abi.AgentMarketplace;
import dev.quittance.contracts.abi.AgentRegistry;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.market.agentl2.chain.RpcMarketChain;
import dev.quittance.market.agentl2.follow.MarketLog;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.platform.chain.BlockProducer;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Bool;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Credentials;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.response.EthSendTransaction;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.RawTransactionManager;
import org.web3j.tx.gas.StaticGasProvider;
import org.web3j.tx.response.PollingTransactionReceiptProcessor;

/**
 * A devnet with an AgentL2 marketplace, whose buyers are the devnet's own accounts. Not
 * thread-safe.
 */
public final class AgentL2Devnet implements AutoCloseable {
  /** Between two blocks, where nothing else is said. */
  public static final Duration BLOCK_TIME = Duration.ofMillis(500);

  /** Of one unit of each service, in wei. */
  public static final BigInteger PRICE = new BigInteger("1000000000000007");

  /** The first accounts of anvil's public test mnemonic; the node signs for them. */
  public static final List<String> BUYERS =
      List.of(
          "0x70997970c51812dc3a010c7d01b50e0d17dc79c8",
          "0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc",
          "0x90f79bf6eb2c4f870365e785982e1f101e93b906",
          "0x15d34aaf54267db7d7c367839aaf71a00a2c6a65");

  /** The first account deploys, and collects fees. */
  private static final Credentials RICH =
      Credentials.create("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  /** Decides disputes, and has the fees. */
  public static final String FEE_COLLECTOR = RICH.getAddress();

  private static final BigInteger GAS = BigInteger.valueOf(3_000_000);

  /** The node. */
  public final EmbeddedChain chain;

  /** A connection with it. */
  public final Web3j web3j;

  /** The registry, in its owner's name. */
  public final AgentRegistry registry;

  /** The marketplace, in the name of its owner, who collects the fees. */
  public final AgentMarketplace marketplace;

  /** The marketplace as the line sees it. */
  public final RpcMarketChain view;

  private final HttpService http;
  private final BlockProducer blocks;

  /** What anvil answers to its own methods; nobody reads it. */
  static final class Done extends Response<Object> {}

  private final ChainRpc rpc;
  private final Map<String, Long> nonces = new HashMap<>();

  /** A devnet whose final block is two behind the newest. */
  public AgentL2Devnet(Path directory) throws Exception {
    this(directory, new EmbeddedChain.Blocks(BLOCK_TIME, 1));
  }

  /** One whose blocks come in another way. */
  public AgentL2Devnet(Path directory, EmbeddedChain.Blocks coming) throws Exception {
    chain = EmbeddedChain.start(directory, coming);
    http = new HttpService(chain.rpcUrl());
    blocks = new BlockProducer(http, coming.time());
    web3j = Web3j.build(http);
    var manager =
        new RawTransactionManager(
            web3j,
            RICH,
            EmbeddedChain.CHAIN_ID,
            new PollingTransactionReceiptProcessor(web3j, 100, 200));
    var gas = new StaticGasProvider(BigInteger.valueOf(10_000_000_000L), GAS.add(GAS));
    registry = AgentRegistry.deploy(web3j, manager, gas).send();
    marketplace =
        AgentMarketplace.deploy(
                web3j, manager, gas, registry.getContractAddress(), RICH.getAddress())
            .send();
    registry.transferOwnership(marketplace.getContractAddress()).send();
    rpc = ChainRpc.at(chain.rpcUrl());
    view = new RpcMarketChain(rpc, Address.fromHex(marketplace.getContractAddress()));
  }

  /** Registers an agent and a service of it, owned by the deployer. */
  public Bytes32 service(String agent, String type, String metadataUri) throws Exception {
    if (registry.agents(agent).send().component7().signum() == 0) {
      registry.registerAgent(agent, "did:test:" + agent, "ipfs://agent").send();
    }
    var receipt = registry.registerService(agent, type, PRICE, metadataUri).send();
    return Bytes32.copyOf(AgentRegistry.getServiceRegisteredEvents(receipt).getFirst().serviceId);
  }

  /** Orders, without waiting for the block; gives the transaction's hash. */
  public String order(String buyer, Bytes32 service, long units, long deadline) throws IOException {
    Function call =
        new Function(
            AgentMarketplace.FUNC_CREATEORDER,
            List.of(
                new org.web3j.abi.datatypes.generated.Bytes32(service.toByteArray()),
                new Uint256(units),
                new Uint256(deadline)),
            List.of());
    return send(buyer, call, PRICE.multiply(BigInteger.valueOf(units)));
  }

  /** Gives an order up, as {@link #order} does it. */
  public String cancel(String buyer, Bytes32 order) throws IOException {
    return send(buyer, call(AgentMarketplace.FUNC_CANCELORDER, order), BigInteger.ZERO);
  }

  /** Disputes an order, as {@link #order} does it. */
  public String dispute(String buyer, Bytes32 order) throws IOException {
    return send(
        buyer,
        call(AgentMarketplace.FUNC_DISPUTEORDER, order, new Utf8String("not yet")),
        BigInteger.ZERO);
  }

  /** Decides a dispute, as {@link #order} does it. */
  public String resolve(Bytes32 order, boolean refundBuyer) throws IOException {
    return send(
        FEE_COLLECTOR,
        call(AgentMarketplace.FUNC_RESOLVEDISPUTE, order, new Bool(refundBuyer)),
        BigInteger.ZERO);
  }

  @SuppressWarnings("rawtypes") // web3j's
  private static Function call(String name, Bytes32 order, Type<?>... more) {
    List<Type> parameters = new ArrayList<>();
    parameters.add(new org.web3j.abi.datatypes.generated.Bytes32(order.toByteArray()));
    parameters.addAll(List.of(more));
    return new Function(name, parameters, List.of());
  }

  private String send(String from, Function call, BigInteger value) throws IOException {
    long nonce = nonces.computeIfAbsent(from, this::nonce);
    nonces.put(from, nonce + 1);
    Map<String, String> transaction =
        Map.of(
            "from", from,
            "to", marketplace.getContractAddress(),
            "data", FunctionEncoder.encode(call),
            "value", hex(value),
            "gas", hex(BigInteger.valueOf(600_000)),
            "nonce", hex(BigInteger.valueOf(nonce)));
    var sent =
        new Request<>("eth_sendTransaction", List.of(transaction), http, EthSendTransaction.class)
            .send();
    if (sent.hasError()) {
      throw new IOException(sent.getError().getMessage());
    }
    return sent.getTransactionHash();
  }

  private long nonce(String account) {
    try {
      return web3j
          .ethGetTransactionCount(account, DefaultBlockParameterName.PENDING)
          .send()
          .getTransactionCount()
          .longValueExact();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String hex(BigInteger value) {
    return "0x" + value.toString(16);
  }

  /** Replaces the last blocks by empty ones. */
  public void reorganise(int depth) {
    blocks.reorganise(depth);
    nonces.clear();
  }

  /** Gives an account ten coins. */
  public void fund(Address account) throws IOException {
    var _ =
        new Request<>(
                "anvil_setBalance",
                List.of(account.toString(), "0x8ac7230489e80000"),
                http,
                Done.class)
            .send();
  }

  /** All orders that were created, by id. */
  public Map<Bytes32, MarketLog.Created> created() throws IOException {
    Map<Bytes32, MarketLog.Created> all = new HashMap<>();
    for (MarketLog log : view.logs(0, view.latest().number())) {
      if (log instanceof MarketLog.Created created) {
        all.put(created.orderId(), created);
      }
    }
    return all;
  }

  /** Everything that the marketplace has logged. */
  public List<MarketLog> logs() throws IOException {
    return view.logs(0, view.latest().number());
  }

  /** The order that a transaction has made; empty while it is in no block. */
  public Optional<Bytes32> orderOf(String txHash) throws IOException {
    return web3j
        .ethGetTransactionReceipt(txHash)
        .send()
        .getTransactionReceipt()
        .map(receipt -> Bytes32.fromHex(receipt.getLogs().getFirst().getTopics().get(1)));
  }

  /** An order that there is, as it stands in the newest block. */
  public MarketOrder order(Bytes32 id) throws IOException {
    return view.order(id).orElseThrow();
  }

  /** What an account has in the newest block. */
  public BigInteger balance(String account) throws IOException {
    return web3j.ethGetBalance(account, DefaultBlockParameterName.LATEST).send().getBalance();
  }

  /** What a transaction's sender has paid for gas. */
  public BigInteger gasPaid(String txHash) throws IOException {
    var receipt =
        web3j.ethGetTransactionReceipt(txHash).send().getTransactionReceipt().orElseThrow();
    BigInteger price = new BigInteger(receipt.getEffectiveGasPrice().substring(2), 16);
    return receipt.getGasUsed().multiply(price);
  }

  /** The chain's time, unix seconds. */
  public long now() throws IOException {
    return view.latest().timestamp();
  }

  @Override
  public void close() {
    rpc.close();
    blocks.close();
    chain.close();
  }
}

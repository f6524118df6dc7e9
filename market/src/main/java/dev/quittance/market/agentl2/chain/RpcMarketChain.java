package dev.quittance.market.agentl2.chain;

import dev.quittance.contracts.abi.AgentMarketplace;
import dev.quittance.market.agentl2.follow.ChainView;
import dev.quittance.market.agentl2.follow.MarketLog;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.math.BigInteger;
import java.net.ConnectException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.request.EthFilter;
import org.web3j.protocol.core.methods.response.EthBlock;
import org.web3j.protocol.core.methods.response.EthLog;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.protocol.exceptions.ClientConnectionException;
import org.web3j.tx.ReadonlyTransactionManager;
import org.web3j.tx.gas.DefaultGasProvider;

/**
 * A marketplace through a node. Blocks and fails as {@link ChainRpc}; for any number of threads.
 */
public final class RpcMarketChain implements ChainView {
  private final ChainRpc rpc;
  private final Address marketplace;

  /**
   * A marketplace.
   *
   * @param marketplace the contract
   */
  public RpcMarketChain(ChainRpc rpc, Address marketplace) {
    this.rpc = rpc;
    this.marketplace = marketplace;
  }

  @Override
  public BlockHead latest() throws IOException {
    return rpc.latest();
  }

  @Override
  public long finalized() throws IOException {
    return rpc.finalized().number();
  }

  @Override
  public Optional<Bytes32> blockHash(long number) throws IOException {
    return rpc.blockHash(number);
  }

  @Override
  public Optional<Link> link(long number) throws IOException {
    return rpc.read(() -> {
      var answer = rpc.web3j().ethGetBlockByNumber(block(number), false).send();
      if (answer.hasError()) {
        throw new IOException(answer.getError().getMessage());
      }
      return Optional.ofNullable(answer.getBlock()).map(RpcMarketChain::link);
    });
  }

  private static Link link(EthBlock.Block block) {
    return new Link(Bytes32.fromHex(block.getHash()), Bytes32.fromHex(block.getParentHash()));
  }

  /** By its hash (EIP-234): a node that lacks the block has to refuse. */
  @Override
  public List<MarketLog> logs(BlockRef block) throws IOException {
    return logs(new EthFilter(block.hash().toString(), marketplace.toString()));
  }

  @Override
  public List<MarketLog> logs(long from, long to) throws IOException {
    return logs(new EthFilter(block(from), block(to), marketplace.toString()));
  }

  private List<MarketLog> logs(EthFilter filter) throws IOException {
    filter.addOptionalTopics(MarketContract.topics());
    return answer(filter).getLogs().stream()
        .map(result -> (Log) result.get())
        .map(MarketContract::log)
        .flatMap(Optional::stream)
        .toList();
  }

  private EthLog answer(EthFilter filter) throws IOException {
    EthLog answer;
    try {
      answer = rpc.web3j().ethGetLogs(filter).send();
    } catch (ConnectException e) {
      throw e;
    } catch (IOException | ClientConnectionException e) {
      // No answer in time, too long an answer, an HTTP error: fewer blocks may do.
      throw new LogsRefused("the chain at " + rpc.endpoint() + " gives no logs: " + e);
    }
    if (answer.hasError()) {
      throw new LogsRefused(
          "the chain at %s refuses logs: %s"
              .formatted(rpc.endpoint(), answer.getError().getMessage()));
    }
    return answer;
  }

  @Override
  public Map<Bytes32, MarketOrder> orders(Collection<Bytes32> orderIds) throws IOException {
    return Concurrently.map(orderIds, id -> order(id, DefaultBlockParameterName.LATEST));
  }

  /** An order as it stands in the newest block. */
  public Optional<MarketOrder> order(Bytes32 id) throws IOException {
    return order(id, DefaultBlockParameterName.LATEST);
  }

  /** An order as it stood in a block whose state the node still has. */
  public Optional<MarketOrder> order(Bytes32 id, long block) throws IOException {
    return order(id, block(block));
  }

  /** The timestamp of the block that has this number now, unix seconds. */
  public long secondsOf(long block) throws IOException {
    var answer = rpc.web3j().ethGetBlockByNumber(block(block), false).send();
    if (answer.hasError() || answer.getBlock() == null) {
      throw new IOException("the chain at %s has no block %d".formatted(rpc.endpoint(), block));
    }
    return answer.getBlock().getTimestamp().longValueExact();
  }

  private Optional<MarketOrder> order(Bytes32 id, DefaultBlockParameter block) throws IOException {
    AgentMarketplace contract =
        AgentMarketplace.load(
            marketplace.toString(),
            rpc.web3j(),
            new ReadonlyTransactionManager(rpc.web3j(), Address.ZERO.toString()),
            new DefaultGasProvider());
    contract.setDefaultBlockParameter(block);
    return MarketContract.order(id, rpc.read(contract.orders(id.toByteArray())::send));
  }

  private static DefaultBlockParameter block(long number) {
    return DefaultBlockParameter.valueOf(BigInteger.valueOf(number));
  }
}

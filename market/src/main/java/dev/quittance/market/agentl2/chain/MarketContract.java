package dev.quittance.market.agentl2.chain;

import dev.quittance.contracts.abi.AgentMarketplace;
import dev.quittance.market.agentl2.follow.MarketLog;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.web3j.abi.EventEncoder;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.DynamicBytes;
import org.web3j.abi.datatypes.Event;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.protocol.core.methods.response.Log;
import org.web3j.tuples.generated.Tuple10;

/** Between the marketplace's ABI and this project's types. */
public final class MarketContract {
  /** Paid by {@code completeOrder} at most: storing an URI and a hash, and a transfer. */
  static final long COMPLETE_GAS = 250_000;

  /** For each further word of the URI. */
  static final long GAS_PER_WORD = 25_000;

  private static final int WORD = 32;

  private MarketContract() {}

  /** The topics of the logs about orders. */
  static String[] topics() {
    return Stream.of(
            AgentMarketplace.ORDERCREATED_EVENT,
            AgentMarketplace.ORDERCOMPLETED_EVENT,
            AgentMarketplace.ORDERDISPUTED_EVENT,
            AgentMarketplace.ORDERCANCELLED_EVENT,
            AgentMarketplace.ORDERREFUNDED_EVENT,
            AgentMarketplace.ORDERDISPUTERESOLVED_EVENT)
        .map(EventEncoder::encode)
        .toArray(String[]::new);
  }

  /** What a log says; empty for one that is about no order. */
  static Optional<MarketLog> log(Log log) {
    if (log.getTopics().size() < 2 || log.isRemoved()) {
      return Optional.empty();
    }
    BlockRef block =
        new BlockRef(log.getBlockNumber().longValueExact(), Bytes32.fromHex(log.getBlockHash()));
    Bytes32 id = Bytes32.fromHex(log.getTopics().get(1));
    if (is(log, AgentMarketplace.ORDERCREATED_EVENT)) {
      var created = AgentMarketplace.getOrderCreatedEventFromLog(log);
      return Optional.of(
          new MarketLog.Created(
              id,
              Bytes32.copyOf(created.serviceId),
              Address.fromHex(created.buyer),
              Address.fromHex(created.seller),
              created.totalPrice,
              block));
    }
    return is(log, AgentMarketplace.ORDERCANCELLED_EVENT)
        ? Optional.of(new MarketLog.Cancelled(id, block))
        : change(log, id, block);
  }

  private static Optional<MarketLog> change(Log log, Bytes32 id, BlockRef block) {
    if (is(log, AgentMarketplace.ORDERCOMPLETED_EVENT)) {
      String uri = AgentMarketplace.getOrderCompletedEventFromLog(log).resultURI;
      return Optional.of(new MarketLog.Completed(id, uri, block));
    }
    if (is(log, AgentMarketplace.ORDERDISPUTED_EVENT)) {
      String reason = AgentMarketplace.getOrderDisputedEventFromLog(log).reason;
      return Optional.of(new MarketLog.Disputed(id, reason, block));
    }
    if (is(log, AgentMarketplace.ORDERREFUNDED_EVENT)) {
      BigInteger amount = AgentMarketplace.getOrderRefundedEventFromLog(log).amount;
      return Optional.of(new MarketLog.Refunded(id, amount, block));
    }
    if (is(log, AgentMarketplace.ORDERDISPUTERESOLVED_EVENT)) {
      boolean refund = AgentMarketplace.getOrderDisputeResolvedEventFromLog(log).refundBuyer;
      return Optional.of(new MarketLog.DisputeResolved(id, refund, block));
    }
    return Optional.empty();
  }

  private static boolean is(Log log, Event event) {
    return log.getTopics().getFirst().equals(EventEncoder.encode(event));
  }

  /** The answer of {@code orders(bytes32)}; empty for an order that the contract does not know. */
  static Optional<MarketOrder> order(
      Bytes32 id,
      Tuple10<
              byte[],
              String,
              String,
              BigInteger,
              BigInteger,
              BigInteger,
              BigInteger,
              BigInteger,
              String,
              byte[]>
          kept) {
    Address seller = Address.fromHex(kept.component3());
    return seller.isZero()
        ? Optional.empty()
        : Optional.of(
            new MarketOrder(
                id,
                Bytes32.copyOf(kept.component1()),
                Address.fromHex(kept.component2()),
                seller,
                kept.component4(),
                kept.component5(),
                kept.component6().longValue(),
                kept.component7(),
                MarketOrder.Status.of(kept.component8().intValueExact()),
                kept.component9(),
                Bytes.copyOf(kept.component10())));
  }

  /** The call {@code completeOrder(orderId, resultURI, resultHash)}. */
  public static Bytes completeOrder(Bytes32 orderId, String resultUri, Bytes resultHash) {
    return Bytes.fromHex(
        FunctionEncoder.encode(
            new Function(
                AgentMarketplace.FUNC_COMPLETEORDER,
                List.of(
                    new org.web3j.abi.datatypes.generated.Bytes32(orderId.toByteArray()),
                    new Utf8String(resultUri),
                    new DynamicBytes(resultHash.toByteArray())),
                List.of())));
  }

  /** Gas that a completion takes at most. */
  public static long completeGas(String resultUri) {
    return COMPLETE_GAS + GAS_PER_WORD * (resultUri.length() / WORD + 2);
  }
}

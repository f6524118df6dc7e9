package dev.quittance.market.agentl2.deliver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.market.DeliveryJob;
import dev.quittance.market.DeliveryResult;
import dev.quittance.market.MarketContext;
import dev.quittance.market.Marketplace;
import dev.quittance.market.agentl2.AgentL2Settings;
import dev.quittance.market.agentl2.chain.MarketContract;
import dev.quittance.market.agentl2.chain.RpcMarketChain;
import dev.quittance.market.agentl2.follow.ExpiredOrders;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.platform.chain.BlockHead;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.GasEstimate;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Says what became of each result: it looks at the contract's final state until its sender, in
 * whatever process that is, has completed the order, or nobody can any more. It sends nothing.
 */
public final class CompletionWatch implements Marketplace.Deliverer {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS = 40;
  private static final int MANY = 512;

  private final AgentL2Settings settings;
  private final MarketContext context;
  private final Results results;
  private final ChainRpc rpc;
  private final RpcMarketChain chain;

  /** Nothing is asked yet. */
  public CompletionWatch(AgentL2Settings settings, Results results, MarketContext context) {
    this.settings = settings;
    this.context = context;
    this.results = results;
    this.rpc = ChainRpc.at(settings.rpc(), ChainRpc.DEFAULT_CONFIRMATIONS);
    this.chain = new RpcMarketChain(rpc, settings.marketplace());
  }

  @Override
  public int concurrency() {
    return MANY;
  }

  @Override
  public DeliveryResult deliver(DeliveryJob job) throws IOException, InterruptedException {
    if (job.verdict() != Verdict.COMPLETED) {
      return new DeliveryResult.Failed(
          "the order ended as %s%s; on the chain nothing is said about that: its buyer can cancel"
                  .formatted(
                      job.verdict(), job.message().isEmpty() ? "" : " (" + job.message() + ")")
              + " until its deadline; after that "
              + ExpiredOrders.TO_DO);
    }
    Bytes32 id = Bytes32.fromHex(job.sourceId());
    for (int look = 0; look < LOOKS; look++) {
      Optional<DeliveryResult> result = look(job, id, look == 0);
      if (result.isPresent()) {
        return result.get();
      }
      Thread.sleep(LOOK);
    }
    return new DeliveryResult.Again(Duration.ZERO, "the completion is not final yet");
  }

  private Optional<DeliveryResult> look(DeliveryJob job, Bytes32 id, boolean isFirst)
      throws IOException, InterruptedException {
    BlockHead finalized = rpc.finalized();
    Optional<MarketOrder> order = chain.order(id, finalized.number());
    return switch (Standing.of(order, finalized.timestamp() * 1000)) {
      case Standing.Completed _ -> Optional.of(completed(job, order.orElseThrow()));
      case Standing.Over(String why) -> Optional.of(over(job, order.orElseThrow(), why));
      case Standing.Disputed _ -> held(id);
      case Standing.Missing _ -> missing(job, id, finalized);
      case Standing.Open _ -> isFirst ? refused(job, id) : Optional.empty();
    };
  }

  /** It may stand in a block that is not final; and come back, which is said then. */
  private Optional<DeliveryResult> missing(DeliveryJob job, Bytes32 id, BlockHead finalized)
      throws IOException {
    return Standing.isTaken(finalized.timestamp() * 1000, job.completedAtMs())
            && chain.order(id).isEmpty()
        ? Optional.of(
            new DeliveryResult.Held(
                "a reorg took the order from the chain; should it come back, it is completed"))
        : Optional.empty();
  }

  /** One that is decided already is not said to be held: nobody would hand it out once more. */
  private Optional<DeliveryResult> held(Bytes32 id) throws IOException {
    BlockHead latest = rpc.latest();
    return Standing.of(chain.order(id), latest.timestamp() * 1000) instanceof Standing.Disputed
        ? Optional.of(
            new DeliveryResult.Held(
                "its buyer disputes it; when the fee collector decides for the seller, it is"
                    + " completed"))
        : Optional.empty();
  }

  private DeliveryResult completed(DeliveryJob job, MarketOrder order) throws IOException {
    Results.Placed ours = results.place(job.outputHash(), job.completedAtMs());
    return ours.hash().equals(order.resultHash())
        ? new DeliveryResult.Delivered(order.resultUri())
        : new DeliveryResult.Refused(
            "it was completed with another result, hash %s: somebody else has the seller's key"
                .formatted(order.resultHash()));
  }

  private DeliveryResult over(DeliveryJob job, MarketOrder order, String why)
      throws IOException, InterruptedException {
    if (order.status() == MarketOrder.Status.PENDING) {
      String detail =
          JsonNodeFactory.instance
              .objectNode()
              .put("deadline", order.deadline().toString())
              .put("totalPrice", order.totalPrice().toString())
              .put("toDo", ExpiredOrders.TO_DO)
              .toString();
      context
          .events()
          .append(
              new MarketEvent(
                  job.orderId(),
                  settings.name(),
                  job.sourceId(),
                  EventKind.EXPIRED,
                  detail,
                  context.clock().millis()));
    }
    return new DeliveryResult.Refused(why);
  }

  private Optional<DeliveryResult> refused(DeliveryJob job, Bytes32 id) throws IOException {
    Results.Placed place = results.place(job.outputHash(), job.completedAtMs());
    GasEstimate estimate =
        rpc.estimateGas(
            job.agent(),
            settings.marketplace(),
            MarketContract.completeOrder(id, place.uri(), place.hash()));
    return estimate instanceof GasEstimate.Reverts(String reason) && Refusals.isForGood(reason)
        ? Optional.of(new DeliveryResult.Refused(Refusals.inWords(reason)))
        : Optional.empty();
  }

  @Override
  public void close() {
    rpc.close();
  }
}

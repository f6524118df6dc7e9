package dev.quittance.market.gigent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.DeliveryJob;
import dev.quittance.market.DeliveryResult;
import dev.quittance.market.Marketplace;
import dev.quittance.market.Outputs;
import dev.quittance.market.gigent.DeliveryJudge.Judgement;
import dev.quittance.market.gigent.GigentApi.Reply;
import dev.quittance.market.gigent.GigentOrder.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Delivers results to Gigent: reads the order's page, judges, acts, and reads again where its
 * answer does not say what has become of it. The {@code delivery_hash} is the leaf hash of the
 * receipt's log entry, {@code 0x} and 64 lower-case hex digits.
 */
final class GigentDeliverer implements Marketplace.Deliverer {
  private static final Duration SOON = Duration.ofMillis(200);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final GigentSettings settings;
  private final GigentApi api;
  private final OurAgents agents;
  private final Outputs outputs;

  GigentDeliverer(GigentSettings settings, GigentApi api, OurAgents agents, Outputs outputs) {
    this.settings = settings;
    this.api = api;
    this.agents = agents;
    this.outputs = outputs;
  }

  @Override
  public DeliveryResult deliver(DeliveryJob job) throws IOException, InterruptedException {
    Optional<GigentOrder> found = api.order(LineOrder.uuid(job.sourceId()));
    if (found.isEmpty()) {
      return new DeliveryResult.Refused("Gigent has no such order");
    }
    GigentOrder order = found.get();
    Optional<GigentSettings.Agent> agent = agents.of(order.sellerId());
    if (agent.isEmpty()) {
      return agents.areAll(settings.agents().size())
          ? new DeliveryResult.Refused("the order is for an agent that the settings don't have")
          : new DeliveryResult.Again(LATER, "not all agents are registered yet");
    }
    boolean isAutomatic = agent.get().profile().delivery().automatic();
    String hash = job.leafHash().toString();
    return switch (DeliveryJudge.judge(job, order, hash, isAutomatic)) {
      case Judgement.Deliver() -> deliver(job, order, agent.get(), hash);
      case Judgement.IsThere() -> new DeliveryResult.Delivered(hash);
      case Judgement.Refuse(String why) -> new DeliveryResult.Refused(why);
      case Judgement.Wait(String why) -> new DeliveryResult.Again(LATER, why);
      case Judgement.Hold(String why) -> new DeliveryResult.Held(why);
      case Judgement.Cancel(String why) -> cancel(order, why);
    };
  }

  private DeliveryResult deliver(
      DeliveryJob job, GigentOrder order, GigentSettings.Agent agent, String hash)
      throws IOException, InterruptedException {
    Optional<byte[]> output = outputs.of(job.outputHash(), job.completedAtMs());
    if (output.isEmpty()) {
      return new DeliveryResult.Held("the output is not there any more; it may have been erased");
    }
    ObjectNode data = DeliveryShape.of(output.get(), agent.profile().delivery().format());
    if (!settings.receiptUrl().isEmpty()) {
      data.put("receipt_url", settings.receiptUrl() + job.orderId());
    }
    return switch (api.deliver(order.id(), order.sellerId(), data, hash)) {
      case Reply.Ok _ -> {
        agents.add(agent, -1);
        yield new DeliveryResult.Delivered(hash);
      }
      case Reply.Refused(int code, String error) when code == 400 ->
          // Somebody has moved it since, perhaps an instance of ours: the next look will tell.
          new DeliveryResult.Again(SOON, "Gigent refuses it: " + error);
      case Reply.Refused(int code, String error) ->
          new DeliveryResult.Refused("Gigent refuses it: " + code + " " + error);
    };
  }

  private DeliveryResult cancel(GigentOrder order, String why) throws IOException {
    String message = "This order can't be completed: " + why + ".";
    boolean isSaid =
        order.messages().stream()
            .anyMatch(
                said -> said.senderId().equals(order.sellerId()) && said.content().equals(message));
    if (!isSaid
        && api.say(order.id(), order.sellerId(), message) instanceof Reply.Refused refused) {
      return new DeliveryResult.Again(LATER, "Gigent takes no message: " + refused.error());
    }
    return switch (api.move(order.id(), Status.CANCELLED, order.sellerId())) {
      case Reply.Ok _ -> new DeliveryResult.Failed(why);
      case Reply.Refused(int _, String error) ->
          new DeliveryResult.Again(SOON, "Gigent does not cancel it: " + error);
    };
  }

  @Override
  public void close() {
    api.close();
  }
}

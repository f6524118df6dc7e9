package dev.quittance.explorer.http;

import dev.quittance.explorer.domain.OrderView;
import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Settled;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.log.EpochPartitions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An order as the API shows it: amounts as decimal strings in the asset's smallest unit, times as
 * ISO-8601 instants; what is not known is left out.
 *
 * @param log the partitions of the receipt log, in all epochs
 */
public record OrderJson(EpochPartitions log) {
  private static final String NONE = "0x" + "0".repeat(64);

  /** An order with its steps. */
  public JsonObject whole(OrderView view) {
    JsonObject json = brief(view);
    Accepted accepted = view.accepted();
    if (accepted != null) {
      json.put("buyer", accepted.buyer())
          .put("asset", accepted.asset())
          .put("budget", accepted.budget().toString())
          .put("deadline", time(accepted.deadlineMs()));
    }
    Planned plan = view.plan();
    if (plan != null) {
      json.put("planHash", plan.planHash()).put("total", plan.total().toString());
    }
    JsonArray steps = new JsonArray();
    if (plan == null) {
      view.outcomes().values().stream()
          .filter(outcome -> outcome.index() >= 0)
          .forEach(outcome -> steps.add(step(view, outcome)));
    } else {
      plan.steps().forEach(step -> steps.add(step(view, step)));
    }
    json.put("steps", steps);
    view.outcomes().values().stream()
        .filter(outcome -> outcome.index() < 0)
        .findFirst()
        .flatMap(view::receiptOf)
        .ifPresent(receipt -> json.put("receipt", receipt(view, receipt)));
    Settled settlement = view.settlement();
    if (settlement != null) {
      json.put("settlement", settlement(settlement));
    }
    return json;
  }

  /** What a list shows of an order. */
  public static JsonObject brief(OrderView view) {
    JsonObject json =
        new JsonObject().put("orderId", view.orderId()).put("status", view.status().name());
    view.failure()
        .ifPresent(failure -> json.put("code", failure.code()).put("message", failure.message()));
    view.tenant().ifPresent(tenant -> json.put("tenant", tenant));
    return json.put("receivedAt", time(view.sinceMs()))
        .put("proven", view.isProvenWhole())
        .put("settled", view.settlement() != null)
        .put("anchored", view.isAnchoredWhole())
        .put("links", new JsonObject().put("self", "/v1/orders/" + view.orderId()));
  }

  private JsonObject step(OrderView view, PlannedStep step) {
    JsonObject json =
        new JsonObject()
            .put("index", step.index())
            .put("name", step.name())
            .put("service", step.service())
            .put("vendor", step.agentId())
            .put("price", step.price().toString())
            .put("fee", step.fee().toString());
    view.outcomeOf(step).ifPresent(outcome -> put(json, view, outcome));
    return json;
  }

  private JsonObject step(OrderView view, Executed outcome) {
    JsonObject json =
        new JsonObject().put("index", outcome.index()).put("service", outcome.service());
    put(json, view, outcome);
    return json;
  }

  private void put(JsonObject json, OrderView view, Executed outcome) {
    json.put("agent", outcome.agent())
        .put("verdict", Verdict.ofCode(outcome.verdict()).map(Verdict::name).orElse("UNKNOWN"))
        .put("endedAt", time(outcome.atMs()));
    Map.of("code", outcome.code(), "message", outcome.message(), "executor", outcome.executor())
        .forEach((name, value) -> {
          if (!value.isEmpty()) {
            json.put(name, value);
          }
        });
    if (!outcome.outputHash().equals(NONE)) {
      json.put("outputHash", outcome.outputHash())
          .put("links", new JsonObject().put("result", "/v1/results/" + outcome.outputHash()));
    }
    Optional<Proven> receipt = view.receiptOf(outcome);
    receipt.ifPresent(it -> json.put("receipt", receipt(view, it)));
  }

  private JsonObject receipt(OrderView view, Proven receipt) {
    JsonObject json =
        new JsonObject()
            .put("agent", receipt.agent())
            .put("topic", log.topic(receipt.partition()))
            .put("lane", log.partition(receipt.partition()))
            .put("seq", receipt.seq())
            .put("offset", receipt.offset());
    view.anchorOf(receipt).ifPresent(it -> json.put("anchor", anchor(it)));
    return json;
  }

  /** A period that was found on the chain, not sent by us, may have no known transaction. */
  private static JsonObject anchor(Anchored anchored) {
    JsonObject json = new JsonObject().put("period", anchored.period());
    return anchored.txHash().equals(NONE) ? json : json.put("txHash", anchored.txHash());
  }

  /** Spent is what the buyer pays: the vendors' credits and the fees. */
  private static JsonObject settlement(Settled settlement) {
    BigInteger spent = settlement.credits().add(settlement.fees());
    return new JsonObject()
        .put("spent", spent.toString())
        .put("fees", settlement.fees().toString())
        .put("refunded", settlement.refunded().toString())
        .put("settledAt", time(settlement.atMs()));
  }

  private static String time(long ms) {
    return Instant.ofEpochMilli(ms).toString();
  }
}

package dev.quittance.market.gigent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.MarketContext;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.market.domain.OrderStanding;
import dev.quittance.market.gigent.GigentApi.Reply;
import dev.quittance.market.gigent.GigentOrder.Status;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Order;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes single orders of one agent into the line. Safe for any number of threads.
 *
 * <p>An order is claimed first, by the transition to {@code accepted} that Gigent grants once, and
 * brought in then. Whoever dies between the two leaves an accepted order behind, which {@link
 * #bringIn} brings in after all.
 */
final class Claims {
  /** Ingest takes what was placed within 30 days; an older order is new to the line. */
  private static final long YOUNG_MS = Duration.ofDays(29).toMillis();

  private final GigentSettings settings;
  private final GigentSettings.Agent agent;
  private final GigentApi api;
  private final MarketContext context;

  Claims(
      GigentSettings settings, GigentSettings.Agent agent, GigentApi api, MarketContext context) {
    this.settings = settings;
    this.agent = agent;
    this.api = api;
    this.context = context;
  }

  /** What became of an order. */
  enum Outcome {
    /** It is in the line. */
    TAKEN,
    /** Somebody else has it, or it can't be done. */
    LEFT
  }

  /**
   * Claims a pending order and brings it in.
   *
   * @throws IOException when that is not known; it is pending still, or ours and found by the sweep
   */
  Outcome claim(GigentOrder order) throws IOException, InterruptedException {
    if (LineOrder.of(order, settings, agent) instanceof LineOrder.Made.Unusable(String why)) {
      return reject(order, why);
    }
    return switch (api.move(order.id(), Status.ACCEPTED, order.sellerId())) {
      case Reply.Ok _ -> bringIn(order);
      case Reply.Refused _ -> Outcome.LEFT;
    };
  }

  /**
   * Brings an order in that is ours: accepted, in progress, or to be revised. Again is harmless.
   *
   * @throws IOException when that is not known; it is to be done again
   */
  Outcome bringIn(GigentOrder listed) throws IOException, InterruptedException {
    Optional<GigentOrder> order =
        listed.revision() == 0 ? Optional.of(listed) : api.order(listed.id());
    if (order.isEmpty()
        || !(LineOrder.of(order.get(), settings, agent)
            instanceof LineOrder.Made.Ok(Order made, Optional<CanonicalJson> stored))) {
      return Outcome.LEFT;
    }
    if (!begin(listed)) {
      return Outcome.LEFT;
    }
    stored.ifPresent(input -> context.stage().blobs().put(input.bytes()));
    long submittedAtMs = Math.max(order.get().createdAtMs(), context.clock().millis() - YOUNG_MS);
    context.requests().append(made, submittedAtMs);
    if (listed.status() == Status.REVISION_REQUESTED) {
      say(order.get(), EventKind.REVISION_REQUESTED);
    }
    return Outcome.TAKEN;
  }

  /** Shows that it is being done; false when it is not ours to do any more. */
  private boolean begin(GigentOrder listed) throws IOException {
    if (listed.status() == Status.IN_PROGRESS
        || api.move(listed.id(), Status.IN_PROGRESS, listed.sellerId()) instanceof Reply.Ok) {
      return true;
    }
    return api.order(listed.id()).filter(order -> order.status() == Status.IN_PROGRESS).isPresent();
  }

  /** Notes in the line what Gigent says of an order. */
  void say(GigentOrder order, EventKind kind) throws IOException, InterruptedException {
    ObjectNode detail =
        GigentApi.JSON
            .createObjectNode()
            .put("status", order.status().onTheWire())
            .put("revision", order.revision());
    if (kind == EventKind.SEEN) {
      detail.put(OrderStanding.WAITS_FOR, EventKind.ACCEPT_APPROVED.name());
    }
    context
        .events()
        .append(
            new MarketEvent(
                LineOrder.orderId(order, settings),
                settings.source(),
                LineOrder.sourceId(order),
                kind,
                detail.toString(),
                context.clock().millis()));
  }

  private Outcome reject(GigentOrder order, String why) throws IOException {
    if (api.move(order.id(), Status.REJECTED, order.sellerId()) instanceof Reply.Ok) {
      var _ = api.say(order.id(), order.sellerId(), "This order can't be taken: " + why + ".");
    }
    return Outcome.LEFT;
  }
}

package dev.quittance.market.agentl2.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.agentl2.AgentL2Settings;
import dev.quittance.market.agentl2.chain.Concurrently;
import dev.quittance.market.agentl2.chain.ServiceBook;
import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.market.agentl2.follow.OrderDesk;
import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.StrictJson;
import dev.quittance.platform.blob.BlobStore;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the line's orders: one step, for the seller alone, of its service on the registry, with the
 * buyer's input or the service's payload. Price and budget are 0, since the contract pays.
 */
public final class LineOrderDesk implements OrderDesk<LineOrder> {
  /** Ingest refuses what was placed more than 30 days ago. */
  private static final Duration OLDEST = Duration.ofDays(29);

  /** 9999-12-31: a deadline behind it is as good as none. */
  private static final BigInteger LAST_SECOND = BigInteger.valueOf(253_402_300_799L);

  private final AgentL2Settings settings;
  private final CursorTopic inputs;
  private final ServiceBook services;
  private final Payloads payloads;
  private final BlobStore blobs;
  private final Supplier<Catalogue> catalogue;
  private final InstantSource clock;

  /**
   * Made for one marketplace.
   *
   * @param inputs what buyers have put
   * @param catalogue names the sellers' agents
   */
  public LineOrderDesk(
      AgentL2Settings settings,
      CursorTopic inputs,
      ServiceBook services,
      Payloads payloads,
      BlobStore blobs,
      Supplier<Catalogue> catalogue,
      InstantSource clock) {
    this.settings = settings;
    this.inputs = inputs;
    this.services = services;
    this.payloads = payloads;
    this.blobs = blobs;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  @Override
  public boolean isDue(Tracked order, long nowMs) {
    return nowMs >= order.since() + settings.waitForInput().toMillis()
        || inputs.input(order.orderId()).isPresent();
  }

  @Override
  public Map<Bytes32, LineOrder> compose(List<MarketOrder> orders) throws IOException {
    Map<Bytes32, LineOrder> composed = new LinkedHashMap<>();
    Concurrently.map(orders, this::compose)
        .forEach((order, made) -> composed.put(order.orderId(), made));
    return composed;
  }

  private Optional<LineOrder> compose(MarketOrder order) throws IOException {
    ServiceBook.Service service = services.service(order.serviceId());
    Optional<StepInput> input = input(order, service);
    return input.isPresent() ? Optional.of(compose(order, service, input.get())) : Optional.empty();
  }

  private LineOrder compose(MarketOrder order, ServiceBook.Service service, StepInput input) {
    OrderStep step =
        new OrderStep(
            OrderRequest.SINGLE_STEP,
            lineService(service.type()),
            input,
            null,
            List.of(agentId(order.seller())),
            null);
    Order document =
        new Order(
            settings.tenant(),
            settings.name(),
            order.orderId().toString(),
            settings.asset(),
            BigInteger.ZERO,
            deadlineMs(order),
            List.of(step));
    long oldest = clock.instant().minus(OLDEST).toEpochMilli();
    return new LineOrder(document, Math.max(oldest, order.createdAt() * 1000));
  }

  private long deadlineMs(MarketOrder order) {
    long lastMs = order.deadline().min(LAST_SECOND).longValueExact() * 1000;
    return Math.max(0, lastMs - settings.deadlineMargin().toMillis());
  }

  /** The marketplace's types are any text; the line's services are ids. */
  private String lineService(String type) {
    String mapped = settings.services().get(type);
    if (mapped != null) {
      return mapped;
    }
    String id = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
    return id.isEmpty() ? "unnamed" : id.substring(0, Math.min(63, id.length()));
  }

  /** An agent that is not known is named all the same: the line says that it is not there. */
  private String agentId(Address seller) {
    return catalogue.get().agents().values().stream()
        .map(hashed -> hashed.document())
        .filter(agent -> agent.address().equalsIgnoreCase(seller.toString()))
        .map(Agent::id)
        .sorted()
        .findFirst()
        .orElse("agentl2-" + seller.toString().substring(2).toLowerCase(Locale.ROOT));
  }

  /** What its step works on; empty while the service's payload is to be tried again. */
  private Optional<StepInput> input(MarketOrder order, ServiceBook.Service service)
      throws IOException {
    Optional<OrderInput> given = inputs.input(order.orderId());
    if (given.isPresent() && settings.form() == AgentL2Settings.InputForm.PLAIN) {
      InputRef ref = new InputRef(given.get().sha256(), given.get().bytes());
      return Optional.of(new StepInput.Stored(ref));
    }
    Optional<JsonNode> payload =
        given.isPresent()
            ? Optional.of(stored(given.get().sha256()))
            : payloads.of(service.metadataUri()).map(CanonicalJson::node);
    if (payload.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        stepInput(
            switch (settings.form()) {
              case PLAIN -> CanonicalJson.of(payload.get());
              case ORDER -> body(order, service, given, payload.get());
            }));
  }

  private static CanonicalJson body(
      MarketOrder order,
      ServiceBook.Service service,
      Optional<OrderInput> given,
      JsonNode payload) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("orderId", order.orderId().toString())
            .put("serviceId", order.serviceId().toString())
            .put("serviceType", service.type())
            .put("buyer", order.buyer().toString())
            .put("units", order.units().toString())
            .put("totalPrice", order.totalPrice().toString())
            .put("deadline", order.deadline().min(LAST_SECOND).longValueExact());
    given.ifPresent(input -> body.put("inputSha256", input.sha256().hex()));
    body.set("payload", payload);
    return CanonicalJson.of(body);
  }

  private JsonNode stored(Hash32 sha256) throws IOException {
    try {
      byte[] bytes =
          blobs
              .get(sha256.bytes())
              .orElseThrow(() -> new IOException("the input " + sha256 + " is not in the store"));
      return switch (StrictJson.parse(bytes, Limits.INPUT_BYTES)) {
        case Parsed.Ok<JsonNode>(JsonNode node) -> node;
        case Parsed.Bad<JsonNode> bad ->
            throw new IOException("the input " + sha256 + " is no JSON: " + bad.message());
      };
    } catch (UncheckedIOException e) {
      throw new IOException("the blob store can't be read: " + e.getMessage(), e);
    }
  }

  /** Stored where it is large, or holds what the line would take for a reference. */
  private StepInput stepInput(CanonicalJson json) throws IOException {
    if (json.size() <= Limits.ORDER_INPUT_BYTES && !json.text().contains("{{")) {
      return new StepInput.Inline(json);
    }
    if (json.size() > Limits.INPUT_BYTES) {
      return new StepInput.Inline(new CanonicalJson("{}"));
    }
    try {
      return new StepInput.Stored(new InputRef(Hash32.of(blobs.put(json.bytes())), json.size()));
    } catch (UncheckedIOException e) {
      throw new IOException("the blob store takes nothing: " + e.getMessage(), e);
    }
  }
}

package dev.quittance.market;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.market.domain.OperatorDecision;
import dev.quittance.market.domain.OrderStanding;
import dev.quittance.market.domain.OrderStanding.Outcome;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveryOutcomesRecord;
import dev.quittance.schemas.avro.MarketEventsRecord;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What an operator does about foreign orders: sees how they stand, lets them be accepted, and lets
 * their results be delivered. Reads the topics anew each time. Not thread-safe.
 */
public final class OperatorDesk implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordSerdes serdes;
  private final TopicReader reader;
  private final Appender appender;
  private final InstantSource clock;

  /** What became of an operator's word. */
  public sealed interface Answer {
    /** It stands in the topic; the stage acts on it. */
    record Said(OrderStanding order, EventKind kind) implements Answer {}

    /** It was not said. */
    record Refused(OrderStanding order, String why) implements Answer {}

    /** No marketplace and no delivery has said anything about such an order. */
    record Unknown() implements Answer {}

    /** Orders of several marketplaces have this id there. */
    record Ambiguous(List<OrderStanding> orders) implements Answer {}
  }

  private OperatorDesk(
      RecordSerdes serdes, TopicReader reader, Appender appender, InstantSource clock) {
    this.serdes = serdes;
    this.reader = reader;
    this.appender = appender;
    this.clock = clock;
  }

  /** Opens it on a line whose brokers answer. */
  public static OperatorDesk open(KafkaAccess kafka, RecordSerdes serdes, InstantSource clock) {
    return new OperatorDesk(serdes, new TopicReader(kafka), new Appender(kafka.producer()), clock);
  }

  /** The orders of which a marketplace, an operator or a delivery said something, latest first. */
  public List<OrderStanding> orders() {
    Map<Hash32, OrderStanding> orders = new LinkedHashMap<>();
    try (Values<MarketEventsRecord> values = new Values<>(serdes, Topics.MARKET_EVENTS)) {
      reader.read(
          Topics.MARKET_EVENTS.name(),
          0,
          record ->
              values
                  .read(record.value())
                  .flatMap(MarketMapping::event)
                  .ifPresent(event -> take(orders, event)));
    }
    try (Values<DeliveryOutcomesRecord> values = new Values<>(serdes, Topics.DELIVERY_OUTCOMES)) {
      reader.read(
          Topics.DELIVERY_OUTCOMES.name(),
          0,
          record -> values.read(record.value()).ifPresent(outcome -> take(orders, outcome)));
    }
    markTakenIn(orders);
    return orders.values().stream()
        .sorted(Comparator.comparingLong(OrderStanding::atMs).reversed())
        .toList();
  }

  /**
   * Lets an order be accepted.
   *
   * @param id the order's id in the line, or at its marketplace
   * @throws IOException when it is not known whether it was said
   */
  public Answer approve(String id) throws IOException, InterruptedException {
    return decide(id, OperatorDecision::approve);
  }

  /**
   * Lets an order's result be delivered.
   *
   * @param id the order's id in the line, or at its marketplace
   * @throws IOException when it is not known whether it was said
   */
  public Answer release(String id) throws IOException, InterruptedException {
    return decide(id, OperatorDecision::release);
  }

  @Override
  public void close() {
    appender.close();
  }

  private Answer decide(String id, Function<OrderStanding, OperatorDecision> decision)
      throws IOException, InterruptedException {
    List<OrderStanding> named =
        orders().stream()
            .filter(order -> order.orderId().hex().equals(id) || order.sourceId().equals(id))
            .toList();
    if (named.size() != 1) {
      return named.isEmpty() ? new Answer.Unknown() : new Answer.Ambiguous(named);
    }
    OrderStanding order = named.getFirst();
    return switch (decision.apply(order)) {
      case OperatorDecision.Refused(String why) -> new Answer.Refused(order, why);
      case OperatorDecision.Append(EventKind kind) -> {
        new MarketEvents(serdes, appender)
            .append(
                new MarketEvent(
                    order.orderId(), order.market(), order.sourceId(), kind, "{}", clock.millis()));
        yield new Answer.Said(order, kind);
      }
    };
  }

  private static void take(Map<Hash32, OrderStanding> orders, MarketEvent event) {
    OrderStanding known =
        orders.getOrDefault(
            event.orderId(),
            OrderStanding.unknown(event.orderId(), event.market(), event.sourceId()));
    orders.put(event.orderId(), known.after(event, asksForApproval(event)));
  }

  private static void take(Map<Hash32, OrderStanding> orders, DeliveryOutcomesRecord record) {
    var outcome = record.getBody();
    if (outcome == null) {
      return;
    }
    Hash32 id = Hash32.of(outcome.getOrderId().bytes());
    OrderStanding known =
        orders.getOrDefault(
            id, OrderStanding.unknown(id, outcome.getMarket(), outcome.getSourceId()));
    orders.put(
        id, known.after(new Outcome(outcome.getStatus(), outcome.getDetail(), outcome.getAt())));
  }

  /** An approval is wanted once; an order that is in the line since needs none. */
  private void markTakenIn(Map<Hash32, OrderStanding> orders) {
    List<OrderStanding> waiting =
        new ArrayList<>(
            orders.values().stream()
                .filter(order -> order.waiting() == OrderStanding.Waiting.APPROVAL)
                .toList());
    if (waiting.isEmpty()) {
      return;
    }
    long since = waiting.stream().mapToLong(OrderStanding::atMs).min().orElse(0);
    reader.read(
        Topics.ORDER_REQUESTS.name(),
        since,
        record -> orders.computeIfPresent(Hash32.of(record.key()), (_, it) -> it.takenIn()));
  }

  private static boolean asksForApproval(MarketEvent event) {
    if (event.kind() != EventKind.SEEN) {
      return false;
    }
    try {
      return JSON.readTree(event.detail())
          .path(OrderStanding.WAITS_FOR)
          .asText()
          .equals(EventKind.ACCEPT_APPROVED.name());
    } catch (JsonProcessingException _) {
      return false;
    }
  }
}

package dev.quittance.market;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code order-requests}, {@code receipts}, {@code settlements} and {@code market-events} → {@code
 * deliveries}.
 *
 * <pre>
 * order-requests ─┐
 * receipts ───────┼──▶ market-orders ──▶ deliveries
 * settlements ────┤      └ orders: orderId → where it came from, receipts, end, what holds it
 * market-events ──┘
 * </pre>
 *
 * <p>All inputs are keyed by orderId and partitioned alike, so one processor with one store sees
 * all of an order, in whatever order the topics are read. Orders that no foreign marketplace
 * brought in are passed by without a write.
 *
 * <p>The stage reads what others carry on, raw: what does not decode is a dead letter of theirs
 * already and nothing that could be delivered, so it is passed by here.
 */
public final class MarketTopology {
  static final String MARKET_ORDERS = "market-orders";
  static final String ORDERS = "orders";
  static final String DELIVERIES = "deliveries";

  /** The source of orders that clients place with the line itself. */
  static final String OWN_SOURCE = "http";

  private MarketTopology() {}

  /**
   * What the topology needs to know.
   *
   * @param log the topics of all of the log's epochs
   * @param codec of their records
   * @param domain of the log's signatures
   * @param tenants in whose names marketplaces bring orders in
   * @param catalogue the latest snapshot; has the buyers of these tenants
   */
  public record Knowledge(
      List<String> log,
      ReceiptsCodec codec,
      ReceiptDomain domain,
      Set<String> tenants,
      Supplier<Catalogue> catalogue) {
    /** Keeps immutable copies. */
    public Knowledge {
      log = List.copyOf(log);
      tenants = Set.copyOf(tenants);
    }
  }

  /** Wires the topology. */
  public static Topology of(RecordSerdes serdes, Knowledge knowledge) {
    Topology topology = ObservedTopology.create();
    addSource(topology, Topics.ORDER_REQUESTS, Topics.ORDER_REQUESTS.name());
    addSource(topology, Topics.RECEIPTS, knowledge.log().toArray(String[]::new));
    addSource(topology, Topics.SETTLEMENTS, Topics.SETTLEMENTS.name());
    addSource(topology, Topics.MARKET_EVENTS, Topics.MARKET_EVENTS.name());
    return topology
        .addProcessor(
            MARKET_ORDERS,
            () -> new MarketProcessor(new MarketRecords(serdes, knowledge)),
            Topics.ORDER_REQUESTS.name(),
            Topics.RECEIPTS.name(),
            Topics.SETTLEMENTS.name(),
            Topics.MARKET_EVENTS.name())
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(ORDERS), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled(),
            MARKET_ORDERS)
        .addSink(
            DELIVERIES,
            Topics.DELIVERIES.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.DELIVERIES).serializer(),
            MARKET_ORDERS);
  }

  private static void addSource(Topology topology, Topic<?> source, String... topics) {
    topology.addSource(
        source.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), topics);
  }
}

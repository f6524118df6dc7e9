package dev.quittance.planner;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code orders} → {@code plans}, or {@code executions} for orders that end here.
 *
 * <pre>
 * orders ──▶ planner ─┬──▶ plans
 *   ▲          │      ├──▶ executions
 *   │          └ waiting-plans: orderId → plan, while its tenant's daily cap is asked
 *   │                 └──▶ day-cap-requests ──▶ day-cap ──┐
 *   │                                             └ day-caps: tenant, day → reserved
 *   └─────────────────────────────────────────────────────┘
 *
 * planner ──▶ orders.dlq, day-cap ──▶ day-cap-requests.dlq   (dead letters; outcomes: executions)
 * </pre>
 *
 * <p>Split in two because a daily cap spans orders: it is decided where all requests of a tenant
 * meet, and answers into the order's own inbox. Orders of tenants without a daily cap touch no
 * store.
 */
public final class PlannerTopology {
  static final String ORDERS = "orders";
  static final String PLANNER = "planner";
  static final String WAITING_PLANS = "waiting-plans";
  static final String PLANS = "plans";
  static final String EXECUTIONS = "executions";
  static final String DAY_CAP_REQUESTS = "day-cap-requests";
  static final String DAY_CAP_INBOX = "day-cap-inbox";
  static final String DAY_CAP = "day-cap";
  static final String DAY_CAPS = "day-caps";
  static final String DAY_CAP_ANSWERS = "day-cap-answers";

  private PlannerTopology() {}

  /**
   * Wires the topology.
   *
   * @param catalogue the latest snapshot; a plan cites the offsets of the one it was made from
   * @param office takes what crashes
   */
  public static Topology of(
      RecordSerdes serdes,
      Supplier<Catalogue> catalogue,
      Address houseAgent,
      DeadLetterOffice office) {
    Topology topology = ObservedTopology.create();
    topology.addSource(
        ORDERS,
        Serdes.ByteArray().deserializer(),
        serdes.of(Topics.ORDERS).deserializer(),
        Topics.ORDERS.name());
    office.addProcessor(
        topology,
        PLANNER,
        Topics.ORDERS,
        () -> new PlannerProcessor(catalogue, houseAgent),
        ORDERS);
    addPlannerOutputs(topology, serdes);
    addDayCap(topology, serdes, office);
    return topology;
  }

  private static void addPlannerOutputs(Topology topology, RecordSerdes serdes) {
    topology
        .addStateStore(store(WAITING_PLANS), PLANNER)
        .addSink(
            PLANS,
            Topics.PLANS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.PLANS).serializer(),
            PLANNER)
        .addSink(
            EXECUTIONS,
            Topics.EXECUTIONS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.EXECUTIONS).serializer(),
            PLANNER)
        .addSink(
            DAY_CAP_REQUESTS,
            Topics.DAY_CAP_REQUESTS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.DAY_CAP_REQUESTS).serializer(),
            PLANNER);
  }

  private static void addDayCap(Topology topology, RecordSerdes serdes, DeadLetterOffice office) {
    topology.addSource(
        DAY_CAP_INBOX,
        Serdes.ByteArray().deserializer(),
        serdes.of(Topics.DAY_CAP_REQUESTS).deserializer(),
        Topics.DAY_CAP_REQUESTS.name());
    office.addProcessor(
        topology, DAY_CAP, Topics.DAY_CAP_REQUESTS, DayCapProcessor::new, DAY_CAP_INBOX);
    topology
        .addStateStore(store(DAY_CAPS), DAY_CAP)
        .addSink(
            DAY_CAP_ANSWERS,
            Topics.ORDERS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.ORDERS).serializer(),
            DAY_CAP);
  }

  private static StoreBuilder<?> store(String name) {
    return Stores.keyValueStoreBuilder(
        Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
  }
}

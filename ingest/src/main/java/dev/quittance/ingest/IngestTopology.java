package dev.quittance.ingest;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.schemas.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code order-requests} → {@code orders} or {@code executions}.
 *
 * <pre>
 * order-requests ──▶ intake ─┬──▶ orders               (accepted)
 *                      │     ├──▶ executions           (refused; outcomes of dead letters)
 *                      │     ├──▶ acknowledgements     (what was promised for each request)
 *                      │     └──▶ order-requests.dlq   (dead letters)
 *                      └ taken-ids: id → hash of the content that took it
 * </pre>
 *
 * <p>One processor, one store, one write per new order: all requests with one orderId have one key
 * and so one partition, in which offset order decides who was first. A refusal under a request id
 * goes to the lane of that id.
 *
 * <p>{@code taken-ids} keeps its entries. Dropping them after the horizon would be safe for sources
 * that give the time of placing, but not for a client that repeats an old idempotency key: its
 * request has a fresh time.
 */
public final class IngestTopology {
  static final String SOURCE = "order-requests";
  static final String INTAKE = "intake";
  static final String TAKEN_IDS = "taken-ids";
  static final String ORDERS = "orders";
  static final String EXECUTIONS = "executions";
  static final String ACKNOWLEDGEMENTS = "acknowledgements";

  private IngestTopology() {}

  /**
   * Wires the topology.
   *
   * @param catalogue the latest snapshot, asked once per request
   * @param promises promises receipts; whose house agent signs refusals
   * @param office takes what crashes
   */
  public static Topology of(
      RecordSerdes serdes,
      Supplier<Catalogue> catalogue,
      OrderPromises promises,
      DeadLetterOffice office) {
    Topology topology =
        ObservedTopology.create()
            .addSource(
                SOURCE,
                Serdes.ByteArray().deserializer(),
                serdes.of(Topics.ORDER_REQUESTS).deserializer(),
                Topics.ORDER_REQUESTS.name());
    office.addProcessor(
        topology,
        INTAKE,
        Topics.ORDER_REQUESTS,
        () -> new IngestProcessor(catalogue, promises),
        SOURCE);
    return topology
        .addStateStore(takenIds(), INTAKE)
        .addSink(
            ORDERS,
            Topics.ORDERS.name(),
            Serdes.ByteArray().serializer(),
            serdes.of(Topics.ORDERS).serializer(),
            INTAKE)
        .addSink(
            EXECUTIONS,
            Topics.EXECUTIONS.name(),
            Serdes.ByteArray().serializer(),
            serdes.of(Topics.EXECUTIONS).serializer(),
            INTAKE)
        .addSink(
            ACKNOWLEDGEMENTS,
            Topics.ACKNOWLEDGEMENTS.name(),
            Serdes.ByteArray().serializer(),
            serdes.of(Topics.ACKNOWLEDGEMENTS).serializer(),
            INTAKE);
  }

  private static StoreBuilder<?> takenIds() {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(TAKEN_IDS), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingEnabled();
  }
}

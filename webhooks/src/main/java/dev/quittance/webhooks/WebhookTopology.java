package dev.quittance.webhooks;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.metrics.ObservedTopology;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * {@code orders}, {@code plans}, {@code executions} and {@code settlements} → {@code
 * webhook-inbox}; {@code webhook-inbox} and {@code webhook-attempts} → {@code webhook-dispatches}
 * and {@code webhook-endpoints}.
 *
 * <pre>
 * orders ──────┐
 * plans ───────┼──▶ webhook-events ──▶ webhook-inbox ─┐
 * executions ──┤    (the tenant's         ▲           ├──▶ webhook-endpoint ──▶ webhook-dispatches
 * settlements ─┘     endpoints)           │           │     ├ endpoints: id → endpoint, pace
 *                              requests of tenants    │     ├ messages: id, message → body, state
 *              webhook-attempts ──────────────────────┘     ├ agenda: id, when due, message
 *                                                           ├ ended: when, id, message
 *                                                           ├──▶ webhook-endpoints
 *                                                           └──▶ webhook-attempts (not made)
 * </pre>
 *
 * <p>It is two parts since orders are keyed by order, and pace and retries are an endpoint's: all
 * of an endpoint is in one lane, with one store. Only a message that an endpoint wants passes from
 * the first part to the second, so a line without endpoints writes nothing.
 *
 * <p>Order records are read raw: what does not decode is a dead letter of those that carry it on,
 * and nothing that anybody could be told of.
 */
public final class WebhookTopology {
  static final String EVENTS = "webhook-events";
  static final String ENDPOINT = "webhook-endpoint";
  static final String ENDPOINTS = "endpoints";
  static final String MESSAGES = "messages";
  static final String AGENDA = "agenda";
  static final String ENDED = "ended";
  static final String INBOX_SINK = "to-webhook-inbox";
  static final String DISPATCHES_SINK = "to-webhook-dispatches";
  static final String ATTEMPTS_SINK = "to-webhook-attempts";
  static final String ENDPOINTS_SINK = "to-webhook-endpoints";

  private WebhookTopology() {}

  /**
   * Wires the topology.
   *
   * @param endpoints the endpoints as they were a moment ago at most
   * @param mostWaiting messages of one endpoint; one more ends unsent
   */
  public static Topology of(
      RecordSerdes serdes, Supplier<EndpointBook> endpoints, int mostWaiting) {
    Topology topology = ObservedTopology.create();
    OrderRecords.TOPICS.forEach(topic -> source(topology, topic));
    topology
        .addProcessor(
            EVENTS,
            () -> new EventProcessor(serdes, endpoints),
            OrderRecords.TOPICS.stream().map(Topic::name).toArray(String[]::new))
        .addSink(
            INBOX_SINK,
            Topics.WEBHOOK_INBOX.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.WEBHOOK_INBOX).serializer(),
            EVENTS);
    source(topology, Topics.WEBHOOK_INBOX);
    source(topology, Topics.WEBHOOK_ATTEMPTS);
    topology.addProcessor(
        ENDPOINT,
        () -> new EndpointProcessor(serdes, mostWaiting),
        Topics.WEBHOOK_INBOX.name(),
        Topics.WEBHOOK_ATTEMPTS.name());
    List.of(ENDPOINTS, MESSAGES, AGENDA, ENDED)
        .forEach(name -> topology.addStateStore(store(name), ENDPOINT));
    return topology
        .addSink(
            DISPATCHES_SINK,
            Topics.WEBHOOK_DISPATCHES.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.WEBHOOK_DISPATCHES).serializer(),
            ENDPOINT)
        .addSink(
            ATTEMPTS_SINK,
            Topics.WEBHOOK_ATTEMPTS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.WEBHOOK_ATTEMPTS).serializer(),
            ENDPOINT)
        .addSink(
            ENDPOINTS_SINK,
            Topics.WEBHOOK_ENDPOINTS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.WEBHOOK_ENDPOINTS).serializer(),
            ENDPOINT);
  }

  private static void source(Topology topology, Topic<?> topic) {
    topology.addSource(
        topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer(), topic.name());
  }

  /** Without a cache, which ranges would have to look through too. */
  private static StoreBuilder<KeyValueStore<byte[], byte[]>> store(String name) {
    return Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray())
        .withCachingDisabled();
  }
}

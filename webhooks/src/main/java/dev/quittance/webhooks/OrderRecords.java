package dev.quittance.webhooks;

import dev.quittance.platform.events.TopicEvents;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.PlanMade;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Reads the topics that events come from. Not thread-safe. */
final class OrderRecords {
  /** They are keyed by order and partitioned alike. */
  static final List<Topic<?>> TOPICS =
      List.of(Topics.ORDERS, Topics.PLANS, Topics.EXECUTIONS, Topics.SETTLEMENTS);

  private final Map<String, Reader> readers = new HashMap<>();

  OrderRecords(RecordSerdes serdes) {
    on(
        serdes,
        Topics.ORDERS,
        (value, atMs, sink) -> {
          if (value.getBody() instanceof OrderAccepted accepted) {
            TopicEvents.accepted(sink, accepted, atMs);
          }
        });
    on(
        serdes,
        Topics.PLANS,
        (value, atMs, sink) -> {
          @Nullable PlanMade made = value.getBody();
          if (made != null) {
            TopicEvents.planned(sink, made, atMs);
          }
        });
    on(
        serdes,
        Topics.EXECUTIONS,
        (value, atMs, sink) -> {
          @Nullable Execution execution = value.getBody();
          if (execution != null) {
            TopicEvents.executed(sink, execution, atMs);
          }
        });
    on(
        serdes,
        Topics.SETTLEMENTS,
        (value, atMs, sink) -> {
          @Nullable OrderSettled settled = value.getBody();
          if (settled != null) {
            TopicEvents.settled(sink, settled, atMs);
          }
        });
  }

  /** Tells a sink what a record's bytes say. */
  @FunctionalInterface
  private interface Reader {
    void read(byte[] bytes, long atMs, TopicEvents.Sink sink);
  }

  /** Tells a sink what a record says. */
  @FunctionalInterface
  private interface Telling<V> {
    void tell(V value, long atMs, TopicEvents.Sink sink);
  }

  /** Tells a sink what a record says; one that does not decode says nothing. */
  void read(String topic, byte[] bytes, long atMs, TopicEvents.Sink sink) {
    Reader reader = readers.get(topic);
    if (reader != null) {
      reader.read(bytes, atMs, sink);
    }
  }

  private <V extends SpecificRecord> void on(
      RecordSerdes serdes, Topic<V> topic, Telling<V> telling) {
    Values<V> values = new Values<>(serdes, topic);
    readers.put(
        topic.name(),
        (bytes, atMs, sink) ->
            values.read(bytes).ifPresent(value -> telling.tell(value, atMs, sink)));
  }
}

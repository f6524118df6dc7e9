package dev.quittance.webhooks;

import dev.quittance.platform.events.EventJson;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.RuntimeEvent;
import dev.quittance.platform.events.RuntimeEvents;
import dev.quittance.platform.events.TopicEvents;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.MessageId;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes of a record of an order the messages for the endpoints of its tenant. */
final class EventProcessor implements Processor<byte[], byte[], byte[], WebhookInboxRecord> {
  private final OrderRecords records;
  private final Supplier<EndpointBook> endpoints;
  private ProcessorContext<byte[], WebhookInboxRecord> context;

  /**
   * @param endpoints the endpoints as they were a moment ago at most
   */
  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  EventProcessor(RecordSerdes serdes, Supplier<EndpointBook> endpoints) {
    this.records = new OrderRecords(serdes);
    this.endpoints = endpoints;
  }

  @Override
  public void init(ProcessorContext<byte[], WebhookInboxRecord> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    EndpointBook book = endpoints.get();
    if (record.value() == null || book.isEmpty()) {
      return;
    }
    RecordMetadata place = context.recordMetadata().orElseThrow();
    TopicEvents.Sink sink = (orderId, event, owner) -> tell(book, place, orderId, event, owner);
    records.read(place.topic(), record.value(), record.timestamp(), sink);
  }

  private void tell(
      EndpointBook book,
      RecordMetadata place,
      String orderId,
      OrderEvent event,
      Supplier<Optional<String>> owner) {
    List<RuntimeEvent> events = RuntimeEvents.of(orderId, event);
    if (events.isEmpty()) {
      return;
    }
    List<Endpoint> told = owner.get().map(book::of).orElse(List.of());
    for (Endpoint endpoint : told) {
      for (int i = 0; i < events.size(); i++) {
        RuntimeEvent it = events.get(i);
        if (endpoint.wants(it.name(), it.atMs())) {
          String id =
              MessageId.of(
                  endpoint.id(), place.topic(), place.partition(), place.offset(), i, orderId);
          Message message = Message.of(id, it.name(), body(endpoint.tenant(), it), it.atMs());
          context.forward(
              new Record<>(
                  WebhookRecords.key(endpoint.id()),
                  WebhookRecords.message(endpoint, message),
                  it.atMs()));
        }
      }
    }
  }

  /** The event's document as event streams have it, with the tenant among its data. */
  private static String body(String tenant, RuntimeEvent event) {
    JsonObject json = EventJson.of(event);
    json.getJsonObject("data").put("tenant", tenant);
    return json.encode();
  }
}

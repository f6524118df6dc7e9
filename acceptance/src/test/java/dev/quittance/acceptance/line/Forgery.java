package dev.quittance.acceptance.line;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderOrigin;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrderSubmitted;
import dev.quittance.schemas.avro.OrdersRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Puts records into the topics past the stages. */
public final class Forgery {
  private static final String SOURCE = "http";

  private final KafkaAccess kafka;
  private final String buyer;

  /** In the name of the line's tenant. */
  public Forgery(LineUnderTest line) {
    this.kafka = line.kafka();
    this.buyer = line.keys().buyer(0).address().toString();
  }

  /** An order of the tenant as the gateway would take it. */
  public Order order(JsonNode request) {
    OrderOrigin origin = new OrderOrigin(Marketplace.TENANT, SOURCE, "forged-" + UUID.randomUUID());
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    return OrderRequest.parse(body, origin).orThrow();
  }

  /** What the gateway writes of an order. */
  public OrderRequestsRecord submitted(Order order) {
    return new OrderRequestsRecord(
        new OrderSubmitted(
            AvroValues.hash32(order.orderId().hex()),
            AvroValues.hash32(order.requestId().hex()),
            order.tenant(),
            order.source(),
            order.sourceId(),
            ByteBuffer.wrap(order.canonical().bytes()),
            System.currentTimeMillis()));
  }

  /** What ingest writes of an order. */
  public OrdersRecord accepted(Order order) {
    return new OrdersRecord(
        new OrderAccepted(
            AvroValues.hash32(order.orderId().hex()),
            order.tenant(),
            AvroValues.address20(buyer),
            ByteBuffer.wrap(order.canonical().bytes()),
            AvroValues.hash32(order.hash().hex())));
  }

  /** Appends a record under a schema id. */
  public void append(Topic<?> topic, Order order, int schemaId, SpecificRecord value) {
    append(topic.name(), order.orderId().bytes(), WireFormat.encode(schemaId, value));
  }

  /** Appends some bytes. */
  public void append(String topic, byte[] key, byte[] value) {
    try (var producer = kafka.producer()) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException e) {
      throw new AssertionError("can't append to " + topic, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}

package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Appends orders to {@code order-requests}; to append the same again is always safe, since ingest
 * takes each id once. Safe for any number of threads.
 */
public final class OrderRequests {
  private final Serializer<OrderRequestsRecord> values;
  private final Appender appender;
  private final SecureRandom random = new SecureRandom();

  OrderRequests(RecordSerdes serdes, Appender appender) {
    this.values = serdes.of(Topics.ORDER_REQUESTS).serializer();
    this.appender = appender;
  }

  /**
   * Appends an order; all replicas have it when this returns.
   *
   * @param submittedAtMs when the marketplace says that it was placed; more than 30 days ago is
   *     refused by ingest
   * @throws IOException when it is not known whether they do
   */
  public void append(Order order, long submittedAtMs) throws IOException, InterruptedException {
    appender.append(record(order, submittedAtMs));
  }

  /** The record of an order, for a transaction of the caller's own. */
  public ProducerRecord<byte[], byte[]> record(Order order, long submittedAtMs) {
    String topic = Topics.ORDER_REQUESTS.name();
    byte[] value = values.serialize(topic, MarketMapping.record(order, submittedAtMs));
    byte[] trace = new byte[TraceParent.RANDOM_BYTES];
    random.nextBytes(trace);
    return new ProducerRecord<>(
        topic,
        null,
        order.orderId().bytes(),
        value,
        List.of(new RecordHeader(TraceParent.HEADER, TraceParent.fresh(trace).bytes())));
  }
}

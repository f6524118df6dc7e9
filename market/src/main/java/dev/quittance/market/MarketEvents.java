package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketEventsRecord;
import java.io.IOException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Appends to {@code market-events}. Safe for any number of threads. */
public final class MarketEvents {
  private final Serializer<MarketEventsRecord> values;
  private final Appender appender;

  MarketEvents(RecordSerdes serdes, Appender appender) {
    this.values = serdes.of(Topics.MARKET_EVENTS).serializer();
    this.appender = appender;
  }

  /**
   * Appends an event; all replicas have it when this returns.
   *
   * @throws IOException when it is not known whether they do
   */
  public void append(MarketEvent event) throws IOException, InterruptedException {
    appender.append(record(event));
  }

  /** The record of an event, for a transaction of the caller's own. */
  public ProducerRecord<byte[], byte[]> record(MarketEvent event) {
    String topic = Topics.MARKET_EVENTS.name();
    byte[] value = values.serialize(topic, MarketMapping.record(event));
    return new ProducerRecord<>(topic, event.orderId().bytes(), value);
  }
}

package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.avro.MarketOrderCodec;
import dev.quittance.market.domain.Delivering;
import dev.quittance.market.domain.Delivering.Decision;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketOrder;
import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.schemas.avro.DeliveriesRecord;
import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;

/** Loads the order, decides, keeps it and hands its result out. */
final class MarketProcessor implements Processor<byte[], byte[], byte[], DeliveriesRecord> {
  private final MarketRecords records;
  private ProcessorContext<byte[], DeliveriesRecord> context;
  private KeyValueStore<byte[], byte[]> orders;
  private MeterRegistry meters;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  MarketProcessor(MarketRecords records) {
    this.records = records;
  }

  @Override
  public void init(ProcessorContext<byte[], DeliveriesRecord> context) {
    this.context = context;
    this.orders = context.getStateStore(MarketTopology.ORDERS);
    this.meters = StageObserver.of(context.appConfigs()).meters();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    RecordMetadata place = context.recordMetadata().orElseThrow();
    records
        .read(place.topic(), place.partition(), place.offset(), record.timestamp(), record.value())
        .ifPresent(said -> process(record, said));
  }

  private void process(Record<byte[], byte[]> record, MarketRecords.Said said) {
    byte[] orderId = said.orderId().toByteArray();
    byte[] stored = orders.get(orderId);
    MarketOrder order = stored == null ? MarketOrder.UNKNOWN : MarketOrderCodec.decode(stored);
    Decision decision = decide(order, said);
    if (!(decision instanceof Decision.PassBy)) {
      count(said);
    }
    switch (decision) {
      case Decision.Keep(MarketOrder kept) -> orders.put(orderId, MarketOrderCodec.encode(kept));
      case Decision.HandOut handOut -> {
        orders.put(orderId, MarketOrderCodec.encode(handOut.order()));
        context.forward(
            new Record<>(
                orderId,
                MarketMapping.record(orderId, handOut),
                record.timestamp(),
                record.headers()));
      }
      case Decision.PassBy() -> {
        // an order of our own, or nothing new
      }
    }
  }

  private void count(MarketRecords.Said said) {
    switch (said) {
      case MarketRecords.Requested(_, var origin) ->
          new MarketMeters(meters, origin.market()).count(MarketMeters.Outcome.TAKEN_IN);
      case MarketRecords.Noted(_, String market, EventKind kind) when kind.takesBack() ->
          new MarketMeters(meters, market).count(MarketMeters.Outcome.WITHDRAWN);
      case MarketRecords.Noted _, MarketRecords.Receipted _, MarketRecords.Settled _ -> {
        // says nothing about what became of the order at its marketplace
      }
    }
  }

  private static Decision decide(MarketOrder order, MarketRecords.Said said) {
    return switch (said) {
      case MarketRecords.Requested(_, var origin) -> Delivering.request(order, origin);
      case MarketRecords.Receipted(_, var receipt, boolean isForeign) ->
          Delivering.receipt(order, receipt, isForeign);
      case MarketRecords.Settled(_, var end, boolean isForeign) ->
          Delivering.settlement(order, end, isForeign);
      case MarketRecords.Noted(_, _, var kind) -> Delivering.event(order, kind);
    };
  }
}

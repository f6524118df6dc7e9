package dev.quittance.planner;

import dev.quittance.planner.avro.PlannerMapping;
import dev.quittance.planning.DayCap;
import dev.quittance.planning.DayReservation;
import dev.quittance.schemas.avro.DayCapRequested;
import dev.quittance.schemas.avro.DayCapRequestsRecord;
import dev.quittance.schemas.avro.OrdersRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Grants shares of a tenant's day, one request after the other.
 *
 * <p>Keys of the store: tenant, a zero byte, day (8 bytes) → reserved; the same and orderId → what
 * the order was granted. Days before yesterday are removed when a tenant's new day begins; the
 * broker's append times, from which days come, don't step back further.
 */
final class DayCapProcessor
    implements Processor<byte[], DayCapRequestsRecord, byte[], OrdersRecord> {
  private static final byte[] LAST_ORDER_ID = new byte[32];

  static {
    Arrays.fill(LAST_ORDER_ID, (byte) 0xff);
  }

  private ProcessorContext<byte[], OrdersRecord> context;
  private KeyValueStore<byte[], byte[]> days;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  DayCapProcessor() {}

  @Override
  public void init(ProcessorContext<byte[], OrdersRecord> context) {
    this.context = context;
    this.days = context.getStateStore(PlannerTopology.DAY_CAPS);
  }

  @Override
  public void process(Record<byte[], DayCapRequestsRecord> record) {
    DayCapRequested request = record.value().getBody();
    if (request == null) {
      throw new IllegalStateException("a day-cap-requests record of a kind that is not known here");
    }
    DayReservation reservation = PlannerMapping.reservation(request);
    byte[] dayKey = key(reservation.tenant(), reservation.day(), new byte[0]);
    byte[] orderKey = key(reservation.tenant(), reservation.day(), reservation.orderId().bytes());
    byte[] reserved = days.get(dayKey);
    if (reserved == null) {
      forgetBefore(reservation.tenant(), reservation.day() - 1);
    }
    DayCap.State state = new DayCap.State(amount(reserved), granted(orderKey));
    boolean granted =
        switch (DayCap.decide(state, reservation)) {
          case DayCap.Decision.Granted(DayCap.State after) -> {
            days.put(dayKey, after.reserved().toByteArray());
            after.granted().ifPresent(amount -> days.put(orderKey, amount.toByteArray()));
            yield true;
          }
          case DayCap.Decision.Denied _ -> false;
        };
    context.forward(
        new Record<>(
            reservation.orderId().bytes(),
            PlannerMapping.answer(reservation, granted, state.reserved()),
            record.timestamp(),
            record.headers()),
        PlannerTopology.DAY_CAP_ANSWERS);
  }

  private Optional<BigInteger> granted(byte[] orderKey) {
    return Optional.ofNullable(days.get(orderKey)).map(BigInteger::new);
  }

  private static BigInteger amount(byte @Nullable [] stored) {
    return stored == null ? BigInteger.ZERO : new BigInteger(stored);
  }

  private void forgetBefore(String tenant, long day) {
    List<byte[]> old = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> entries =
        days.range(key(tenant, 0, new byte[0]), key(tenant, day - 1, LAST_ORDER_ID))) {
      while (entries.hasNext()) {
        KeyValue<byte[], byte[]> entry = entries.next();
        old.add(entry.key);
      }
    }
    old.forEach(days::delete);
  }

  private static byte[] key(String tenant, long day, byte[] orderId) {
    byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(name.length + 1 + Long.BYTES + orderId.length)
        .put(name)
        .put((byte) 0)
        .putLong(day)
        .put(orderId)
        .array();
  }
}

package dev.quittance.explorer.fold;

import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.platform.events.OrderEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Views and counts as the store's bytes: a version, then numbers, texts and bytes as Avro writes
 * them. A view is its order id and its events. Thread-safe.
 *
 * <p>Other versions are not read: the store of an earlier layout is built again.
 */
public final class ViewCodec {
  private static final int VERSION = 3;

  private ViewCodec() {}

  /** Writes one value. */
  @FunctionalInterface
  private interface Write {
    void to(BinaryEncoder out) throws IOException;
  }

  /** Reads one value. */
  @FunctionalInterface
  private interface Read<T> {
    T from(BinaryDecoder in) throws IOException;
  }

  /** The bytes of a view. */
  public static byte[] bytes(OrderView view) {
    List<OrderEvent> events = view.events();
    return write(out -> {
      EventCodec.writeHex(out, view.orderId());
      out.writeInt(events.size());
      for (OrderEvent event : events) {
        EventCodec.write(out, event);
      }
    });
  }

  /** The view of bytes that {@link #bytes} made. */
  public static OrderView view(byte[] bytes) {
    return read(
        bytes,
        in -> {
          String orderId = EventCodec.readHex(in);
          int size = in.readInt();
          List<OrderEvent> events = new ArrayList<>(size);
          for (int i = 0; i < size; i++) {
            events.add(EventCodec.read(in));
          }
          return OrderView.of(orderId, events);
        });
  }

  /** The bytes of counts. */
  public static byte[] bytes(OrderCounts counts) {
    return write(out -> {
      for (OrderStatus status : OrderStatus.values()) {
        out.writeLong(counts.byStatus().getOrDefault(status, 0L));
      }
      out.writeLong(counts.proven());
      out.writeLong(counts.settled());
      out.writeLong(counts.anchored());
    });
  }

  /** The counts of bytes that {@link #bytes} made. */
  public static OrderCounts counts(byte[] bytes) {
    return read(
        bytes,
        in -> {
          Map<OrderStatus, Long> byStatus = new EnumMap<>(OrderStatus.class);
          for (OrderStatus status : OrderStatus.values()) {
            byStatus.put(status, in.readLong());
          }
          return new OrderCounts(byStatus, in.readLong(), in.readLong(), in.readLong());
        });
  }

  private static byte[] write(Write value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      out.writeInt(VERSION);
      value.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory can be written", e);
    }
    return bytes.toByteArray();
  }

  private static <T> T read(byte[] bytes, Read<T> value) {
    BinaryDecoder in = DecoderFactory.get().binaryDecoder(bytes, null);
    try {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("an entry of version " + version);
      }
      T read = value.from(in);
      if (!in.isEnd()) {
        throw new IOException("an entry with bytes after its end");
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException("the order view's store holds what it did not write", e);
    }
  }
}

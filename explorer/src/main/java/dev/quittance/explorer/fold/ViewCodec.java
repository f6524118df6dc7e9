package dev.quittance.explorer.fold;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderView;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Views and counts as the store's bytes: JSON of their record components. Thread-safe. */
public final class ViewCodec {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private ViewCodec() {}

  /** The bytes of a view. */
  public static byte[] bytes(OrderView view) {
    return write(view);
  }

  /** The view of bytes that {@link #bytes} made. */
  public static OrderView view(byte[] bytes) {
    return read(bytes, OrderView.class);
  }

  /** The bytes of counts. */
  public static byte[] bytes(OrderCounts counts) {
    return write(counts);
  }

  /** The counts of bytes that {@link #bytes} made. */
  public static OrderCounts counts(byte[] bytes) {
    return read(bytes, OrderCounts.class);
  }

  private static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records can be written", e);
    }
  }

  private static <T> T read(byte[] bytes, Class<T> type) {
    try {
      return MAPPER.readValue(bytes, type);
    } catch (IOException e) {
      throw new UncheckedIOException("the order view's store holds what it did not write", e);
    }
  }
}

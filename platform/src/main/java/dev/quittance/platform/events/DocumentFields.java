package dev.quittance.platform.events;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a view shows of documents, read in one pass over them. The stages that wrote and took them
 * have checked them whole; here a document needs the members that are shown, and may hold anything
 * beside them.
 */
final class DocumentFields {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
          .build();
  private static final ObjectReader ORDER = MAPPER.readerFor(OrderFields.class);
  private static final ObjectReader PLAN = MAPPER.readerFor(PlanFields.class);

  private DocumentFields() {}

  /** Of an order. */
  record OrderFields(
      String format,
      String tenant,
      String asset,
      BigInteger budget,
      long deadline,
      List<StepService> steps) {
    /** Of one of its steps. */
    record StepService(String service) {}

    /** What each step asks for. */
    List<String> services() {
      return steps.stream().map(StepService::service).toList();
    }
  }

  /** Of a plan. */
  record PlanFields(String format, BigInteger total, List<StepFields> steps) {}

  /** Of a plan's step. */
  record StepFields(
      int index, String name, String service, String agentId, BigInteger price, BigInteger fee) {}

  /** An order's fields; empty when it is none. */
  static Optional<OrderFields> order(byte[] utf8) {
    return read(ORDER, utf8, OrderFields.class)
        .filter(order -> order.format().equals(Order.FORMAT));
  }

  /** A plan's fields; empty when it is none. */
  static Optional<PlanFields> plan(byte[] utf8) {
    return read(PLAN, utf8, PlanFields.class).filter(plan -> plan.format().equals(Plan.FORMAT));
  }

  private static <T> Optional<T> read(ObjectReader reader, byte[] utf8, Class<T> type) {
    try {
      @Nullable T fields = reader.readValue(utf8, type);
      return Optional.ofNullable(fields);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}

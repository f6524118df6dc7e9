package dev.quittance.explorer.http;

import dev.quittance.explorer.OrderFilter;
import dev.quittance.explorer.domain.OrderStatus;
import dev.quittance.platform.http.Problem;
import dev.quittance.platform.http.Problem.Fault;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of {@code GET /v1/orders} into a filter for the caller's own orders. */
sealed interface OrderQuery {
  int DEFAULT_LIMIT = 50;
  Set<String> NAMES = Set.of("tenant", "status", "service", "since", "until", "limit", "cursor");
  String ORDERED = "tenant, status, service, since, until, limit, cursor";
  Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  Pattern CURSOR = Pattern.compile("[A-Za-z0-9_-]{54}");

  /** A usable query. */
  record Valid(OrderFilter filter) implements OrderQuery {}

  /** Everything that is wrong with it. */
  record Invalid(Problem problem) implements OrderQuery {}

  /** Reads the parameters of a caller who is this tenant. */
  static OrderQuery parse(MultiMap parameters, String caller) {
    List<Fault> faults = new ArrayList<>();
    for (String name : parameters.names()) {
      if (!NAMES.contains(name)) {
        faults.add(new Fault(name, "is unknown; expected one of " + ORDERED));
      }
    }
    String tenant = parameters.get("tenant");
    if (tenant != null && !tenant.equals(caller)) {
      faults.add(new Fault("tenant", "is not the tenant of your API key, " + caller));
    }
    Optional<OrderStatus> status = status(parameters.get("status"), faults);
    Optional<String> service = Optional.ofNullable(parameters.get("service"));
    if (service.isPresent() && !SERVICE.matcher(service.get()).matches()) {
      faults.add(new Fault("service", "is no id of a service"));
    }
    OptionalLong since = time("since", parameters, faults);
    OptionalLong until = time("until", parameters, faults);
    int limit = limit(parameters.get("limit"), faults);
    Optional<String> cursor = Optional.ofNullable(parameters.get("cursor"));
    if (cursor.isPresent() && !CURSOR.matcher(cursor.get()).matches()) {
      faults.add(new Fault("cursor", "is none; take it from next of the page before"));
    }
    return faults.isEmpty()
        ? new Valid(
            new OrderFilter(Optional.of(caller), status, service, since, until, limit, cursor))
        : new Invalid(
            new Problem(
                400,
                "invalid-query",
                "Invalid query",
                "Some parameters can't be used; errors lists each.",
                faults));
  }

  private static Optional<OrderStatus> status(@Nullable String text, List<Fault> faults) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<OrderStatus> status =
        Arrays.stream(OrderStatus.values())
            .filter(it -> it.name().equals(text.toUpperCase(Locale.ROOT)))
            .findFirst();
    if (status.isEmpty()) {
      faults.add(
          new Fault(
              "status",
              "is none; expected one of "
                  + Arrays.stream(OrderStatus.values())
                      .map(OrderStatus::name)
                      .collect(Collectors.joining(", "))));
    }
    return status;
  }

  private static OptionalLong time(String name, MultiMap parameters, List<Fault> faults) {
    String text = parameters.get(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      long ms =
          text.matches("[0-9]{1,18}") ? Long.parseLong(text) : Instant.parse(text).toEpochMilli();
      return OptionalLong.of(ms);
    } catch (DateTimeException | ArithmeticException e) {
      faults.add(
          new Fault(
              name, "is no time; expected an instant such as 2026-11-30T12:00:00Z, or unix ms"));
      return OptionalLong.empty();
    }
  }

  private static int limit(@Nullable String text, List<Fault> faults) {
    if (text == null) {
      return DEFAULT_LIMIT;
    }
    if (text.matches("[0-9]{1,3}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= OrderFilter.MAX_LIMIT) {
        return limit;
      }
    }
    faults.add(new Fault("limit", "is not a whole number from 1 to " + OrderFilter.MAX_LIMIT));
    return DEFAULT_LIMIT;
  }
}

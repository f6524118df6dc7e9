package dev.quittance.market.gigent.standin;

import java.util.Map;
import java.util.Optional;

/** The parameters behind a path's question mark. */
public record Query(Map<String, String> parameters) {
  Optional<String> text(String name) {
    return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isEmpty());
  }

  /** A count; the default when it is missing or no number, as {@code parseInt(…) || default}. */
  int number(String name, int otherwise) {
    try {
      int value = Integer.parseInt(parameters.getOrDefault(name, ""));
      return value == 0 ? otherwise : Math.max(0, value);
    } catch (NumberFormatException _) {
      return otherwise;
    }
  }

  /** Whether a row's member is what the parameter says; true without the parameter. */
  boolean fits(String parameter, Row row, String member) {
    String wanted = parameters.get(parameter);
    return wanted == null || wanted.isEmpty() || wanted.equals(row.get(member));
  }
}

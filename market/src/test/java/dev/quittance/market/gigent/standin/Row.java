package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A row of a table, whose JSON text is kept until it changes: lists of thousands of orders are read
 * far more often than orders change.
 *
 * <p>For one thread at a time.
 */
final class Row {
  private final JsonObject fields;
  private @Nullable String text;

  Row(JsonObject fields) {
    this.fields = fields;
  }

  String get(String name) {
    String value = fields.getString(name);
    return value == null ? "" : value;
  }

  int number(String name) {
    Integer value = fields.getInteger(name);
    return value == null ? 0 : value;
  }

  @Nullable Object value(String name) {
    return fields.getValue(name);
  }

  Row set(String name, @Nullable Object value) {
    fields.put(name, value);
    text = null;
    return this;
  }

  /** A copy, to be answered with more members. */
  JsonObject json() {
    return fields.copy();
  }

  String text() {
    String known = text;
    if (known == null) {
      known = fields.encode();
      text = known;
    }
    return known;
  }
}

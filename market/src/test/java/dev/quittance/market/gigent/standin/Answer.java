package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What the back end answers.
 *
 * @param body JSON text
 */
public record Answer(int status, String body) {
  static Answer ok(JsonObject body) {
    return new Answer(200, body.encode());
  }

  static Answer ok(String body) {
    return new Answer(200, body);
  }

  static Answer created(JsonObject body) {
    return new Answer(201, body.encode());
  }

  static Answer error(int status, String error) {
    return new Answer(status, new JsonObject().put("error", error).encode());
  }

  static Answer illegal(String from, String to, Collection<String> valid) {
    return new Answer(
        400,
        new JsonObject()
            .put("error", "Cannot go from \"" + from + "\" to \"" + to + "\"")
            .put("valid", new JsonArray(valid.stream().collect(Collectors.toList())))
            .encode());
  }

  /** The body as an object. */
  public JsonObject json() {
    return new JsonObject(body);
  }
}

package dev.quittance.platform.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * An error answer in the form of RFC 9457, {@code application/problem+json}.
 *
 * @param status HTTP status
 * @param code stable name of the kind of problem, the last part of its type URI
 * @param title the kind of problem, for people
 * @param detail what happened this time and what to do
 * @param errors single faults, each with the JSON pointer of the field; may be empty
 */
public record Problem(int status, String code, String title, String detail, List<Fault> errors) {

  /** One fault in a request's body. */
  public record Fault(String pointer, String detail) {}

  public Problem {
    errors = List.copyOf(errors);
  }

  /** A problem without single faults. */
  public static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, List.of());
  }

  /** Ends a request with this problem; one that is being answered already is cut off instead. */
  public void answer(RoutingContext request) {
    if (request.response().headWritten()) {
      request.request().connection().close();
      return;
    }
    JsonObject body =
        new JsonObject()
            .put("type", "urn:quittance:problem:" + code)
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("instance", request.request().path());
    if (!errors.isEmpty()) {
      JsonArray list = new JsonArray();
      errors.forEach(fault ->
          list.add(new JsonObject().put("pointer", fault.pointer()).put("detail", fault.detail())));
      body.put("errors", list);
    }
    request
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .end(body.toBuffer());
  }
}

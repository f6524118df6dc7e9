package dev.quittance.market.gigent.standin;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which path is what. */
record Routes(Gigent gigent, HttpServerRequest request, Buffer body) {
  Answer answer() {
    String whole = Objects.requireNonNullElse(request.path(), "");
    List<String> path = Arrays.stream(whole.split("/", -1)).filter(p -> !p.isEmpty()).toList();
    if (path.size() < 2 || !path.getFirst().equals("api")) {
      return notFound();
    }
    String id = path.size() > 2 ? path.get(2) : "";
    String part = path.size() > 3 ? path.get(3) : "";
    String shape =
        request.method().name()
            + " "
            + path.get(1)
            + (id.isEmpty() ? "" : isWord(id) ? "/" + id : "/:id")
            + (part.isEmpty() ? "" : "/" + part);
    gigent.effects().requested(shape);
    return path.size() > 4 ? notFound() : answer(shape, id, part);
  }

  private Answer answer(String shape, String id, String part) {
    return switch (shape) {
      case "GET health" -> gigent.health();
      case "POST agents/register" -> gigent.register(json());
      case "POST agents/:id/heartbeat" -> gigent.heartbeat(id);
      case "GET agents" -> gigent.agents(query());
      case "GET agents/me" -> gigent.me(key());
      case "GET agents/:id" -> gigent.agent(id);
      case "PATCH agents/:id" -> gigent.patchAgent(id, json(), key());
      case "POST gigs" -> gigent.postGig(json());
      case "GET gigs" -> gigent.gigs(query());
      case "GET gigs/:id" -> gigent.gig(id);
      case "PATCH gigs/:id" -> gigent.patchGig(id, json());
      case "DELETE gigs/:id" -> gigent.deleteGig(id);
      case "POST orders" -> gigent.place(json(), key());
      case "GET orders" -> gigent.orders(query());
      case "GET orders/:id" -> gigent.order(id);
      case "PATCH orders/:id/status" -> gigent.move(id, json());
      case "POST orders/:id/deliver" -> gigent.deliver(id, json());
      case "POST orders/:id/messages" -> gigent.say(id, json());
      case "POST reviews" -> gigent.review(json());
      default ->
          shape.startsWith("GET reviews/agent/")
              ? gigent.reviewsOf("reviewed_id", part)
              : shape.startsWith("GET reviews/gig/")
                  ? gigent.reviewsOf("gig_id", part)
                  : notFound();
    };
  }

  private static boolean isWord(String id) {
    return id.matches("register|me|agent|gig");
  }

  private static Answer notFound() {
    return Answer.error(404, "Not found");
  }

  private JsonObject json() {
    return body.length() == 0 ? new JsonObject() : new JsonObject(body);
  }

  private @Nullable String key() {
    return request.getHeader("X-API-Key");
  }

  private Query query() {
    Map<String, String> parameters = new HashMap<>();
    request.params().forEach(entry -> parameters.putIfAbsent(entry.getKey(), entry.getValue()));
    return new Query(parameters);
  }
}

package dev.quittance.acceptance.stub;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model behind an OpenAI-compatible endpoint that writes back what it was asked; now and then it
 * is overloaded or breaks. It knows no key but one.
 */
public final class ChatStub implements AutoCloseable {
  private static final double OVERLOADED = 0.02;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger answers = new AtomicInteger();
  private final Random chance;
  private final String key;
  private final HttpServer server;

  private ChatStub(String key, long seed) {
    this.key = key;
    this.chance = new Random(seed);
    this.server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
            .listen(0, "127.0.0.1")
            .await();
  }

  /** Starts one on a free port. */
  public static ChatStub start(String key, long seed) {
    return new ChatStub(key, seed);
  }

  /** Where its API starts. */
  public String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  /** How often it has answered. */
  public int answers() {
    return answers.get();
  }

  private void answer(HttpServerRequest request, Buffer body) {
    var response = request.response().putHeader("Content-Type", "application/json");
    if (!("Bearer " + key).equals(request.getHeader("Authorization"))) {
      response.setStatusCode(401).end("{\"error\":{\"message\":\"wrong key\"}}");
    } else if (chance.nextDouble() < OVERLOADED) {
      response.setStatusCode(503).end("{\"error\":{\"message\":\"overloaded\"}}");
    } else {
      answers.incrementAndGet();
      response.end(completion(new JsonObject(body)).toBuffer());
    }
  }

  private static JsonObject completion(JsonObject asked) {
    JsonArray messages = asked.getJsonArray("messages");
    String user = messages.getJsonObject(messages.size() - 1).getString("content");
    JsonObject message =
        new JsonObject().put("role", "assistant").put("content", "# Done\n\n" + user);
    return new JsonObject()
        .put("id", "chatcmpl-1")
        .put("object", "chat.completion")
        .put("model", asked.getString("model"))
        .put(
            "choices",
            new JsonArray()
                .add(
                    new JsonObject()
                        .put("index", 0)
                        .put("message", message)
                        .put("finish_reason", "stop")))
        .put(
            "usage",
            new JsonObject()
                .put("prompt_tokens", 20)
                .put("completion_tokens", 10)
                .put("total_tokens", 30));
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}

package dev.quittance.acceptance.stub;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Two vendors behind HTTP: one takes signed webhooks, the other is an OpenAI-compatible model. Both
 * behave as seeded chance or the order's text wants. They remember every call.
 *
 * <p>Calls come in on one thread; {@link #calls} may be asked from any.
 */
public final class StubExecutors implements AutoCloseable {
  /** In an order's text: the answer shall be too large for a record. */
  public static final String LARGE = "stub-large";

  private static final String MODEL_KEY = "sk-planted-5f0c9a7be2d84163";
  private static final int SECRET_BYTES = 32;
  private static final long HANG_MS = 6_000;
  private static final int FASTEST_MS = 5;
  private static final int SLOWEST_MS = 300;
  private static final int LARGE_CHARS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private final List<StubCall> calls = new ArrayList<>();
  private final WebhookSignature signature;
  private final Path secretFile;
  private final Path modelKeyFile;
  private final long seed;
  private @Nullable HttpServer server;

  private StubExecutors(WebhookSignature signature, Path secretFile, Path modelKeyFile, long seed) {
    this.signature = signature;
    this.secretFile = secretFile;
    this.modelKeyFile = modelKeyFile;
    this.seed = seed;
  }

  /** Starts them; the secret of the webhook goes to a file in the folder. */
  public static StubExecutors start(Path folder, long seed) throws IOException {
    byte[] secret = new byte[SECRET_BYTES];
    new Random(seed).nextBytes(secret);
    WebhookSignature signature = new WebhookSignature(secret);
    Path file = Files.writeString(folder.resolve("webhook-secret"), signature.text() + "\n");
    Path modelKey = Files.writeString(folder.resolve("model-key"), MODEL_KEY + "\n");
    StubExecutors stub = new StubExecutors(signature, file, modelKey, seed);
    stub.server =
        stub.vertx
            .createHttpServer()
            .requestHandler(request -> request.body().onSuccess(body -> stub.take(request, body)))
            .listen(0, "127.0.0.1")
            .await();
    return stub;
  }

  /** The secrets that the line shares with them, by their names. */
  public Map<String, String> secrets() {
    return Map.of("webhook secret", signature.text(), "model key", MODEL_KEY);
  }

  /** The files in which the line has these secrets. */
  public Set<Path> secretFiles() {
    return Set.of(secretFile, modelKeyFile);
  }

  private String told() {
    return "these are wrong: " + String.join(" ", secrets().values());
  }

  /** The section of the settings that names them. */
  public String settings() {
    String url = "http://127.0.0.1:" + port();
    return """
    executors:
      define:
        webhook/stub:
          type: webhook
          url: %s/webhook
          secretFile: %s
          allowPrivateAddresses: true
        llm/stub:
          type: openai
          baseUrl: %s/v1
          model: stub-1
          apiKeyFile: %s
    """
        .formatted(url, secretFile, url, modelKeyFile);
  }

  /** What chance was seeded with. */
  public long seed() {
    return seed;
  }

  /** Every call so far, in the order in which they came. */
  public List<StubCall> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private int port() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.actualPort();
  }

  private void take(HttpServerRequest request, Buffer body) {
    boolean isWebhook = "/webhook".equals(request.path());
    String key = header(request, "Idempotency-Key").replace("\"", "");
    StubCall call = remember(key, body, !isWebhook || isSigned(request, body));
    SplittableRandom chance = chance(call);
    vertx.setTimer(
        chance.nextLong(FASTEST_MS, SLOWEST_MS),
        _ ->
            answer(request, call, isWebhook ? webhookAnswer(call, body) : modelAnswer(call, body)));
  }

  private StubCall remember(String key, Buffer body, boolean signed) {
    synchronized (calls) {
      int number = 1 + (int) calls.stream().filter(call -> call.key().equals(key)).count();
      StubCall draft =
          new StubCall(key, number, System.currentTimeMillis(), Behaviour.ANSWER, signed);
      Behaviour behaviour = Behaviour.of(body.toString(), new Random(chance(draft).nextLong()));
      StubCall call = new StubCall(key, number, draft.startedMs(), behaviour, signed);
      calls.add(call);
      return call;
    }
  }

  /** The same whenever the same step is called for the same time under the same seed. */
  private SplittableRandom chance(StubCall call) {
    return new SplittableRandom(seed ^ ((long) call.key().hashCode() << 8) ^ call.number());
  }

  private boolean isSigned(HttpServerRequest request, Buffer body) {
    return signature.holds(
        header(request, "webhook-id"),
        header(request, "webhook-timestamp"),
        header(request, "webhook-signature"),
        body.getBytes(),
        System.currentTimeMillis() / 1000);
  }

  private void answer(HttpServerRequest request, StubCall call, JsonObject good) {
    var response = request.response().putHeader("Content-Type", "application/json");
    switch (call.behaviour()) {
      case ANSWER, LIE -> response.end(good.toBuffer());
      case SERVER_ERROR -> response.setStatusCode(500).end("{\"error\":{\"message\":\"broken\"}}");
      case TOO_MANY_REQUESTS ->
          response
              .setStatusCode(429)
              .putHeader("Retry-After", "1")
              .end("{\"error\":{\"message\":\"too much to do\"}}");
      case HANG -> vertx.setTimer(HANG_MS, _ -> response.end(good.toBuffer()));
      case TRUNCATE -> response.end(good.toBuffer().slice(0, good.toBuffer().length() / 2));
      case RESET -> request.connection().close();
      case BLAB ->
          response
              .setStatusCode(401)
              .end(new JsonObject().put("error", new JsonObject().put("message", told())).encode());
    }
  }

  private static JsonObject webhookAnswer(StubCall call, Buffer body) {
    JsonObject output =
        new JsonObject().put("text", text(call, body)).put("source", "en").put("target", "sv");
    JsonObject answer =
        new JsonObject()
            .put("success", true)
            .put("output", output)
            .put("metadata", new JsonObject().put("durationMs", 5).put("modelUsed", "stub-1"));
    return call.behaviour() == Behaviour.LIE ? lie(answer, call.number() % 3) : answer;
  }

  /** Says that it was for another order, that it is another output, or leaves it out. */
  private static JsonObject lie(JsonObject answer, int about) {
    return switch (about) {
      case 0 -> answer.put("orderId", "0x" + "ab".repeat(32));
      case 1 -> answer.put("outputHash", "0x" + "cd".repeat(32));
      default -> {
        answer.remove("output");
        yield answer;
      }
    };
  }

  private static JsonObject modelAnswer(StubCall call, Buffer body) {
    String content =
        switch (call.behaviour()) {
          case LIE -> "{\"txet\": 7}";
          default -> new JsonObject().put("text", text(call, body)).encode();
        };
    JsonObject message =
        new JsonObject().put("role", "assistant").put("content", content).putNull("refusal");
    JsonObject choice =
        new JsonObject().put("index", 0).put("message", message).put("finish_reason", "stop");
    return new JsonObject()
        .put("id", "chatcmpl-" + call.number())
        .put("object", "chat.completion")
        .put("created", call.startedMs() / 1000)
        .put("model", "stub-1")
        .put("choices", new JsonArray().add(choice))
        .put(
            "usage",
            new JsonObject()
                .put("prompt_tokens", 20)
                .put("completion_tokens", 10)
                .put("total_tokens", 30));
  }

  /** The same for every call under a key: a vendor that knows its keys repeats its answer. */
  private static String text(StubCall call, Buffer body) {
    String text = "done for %08x ".formatted(call.key().hashCode());
    return body.toString().contains(LARGE) ? text.repeat(LARGE_CHARS / text.length()) : text;
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }
}

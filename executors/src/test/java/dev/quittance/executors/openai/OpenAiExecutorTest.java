package dev.quittance.executors.openai;

import static dev.quittance.executors.Calls.call;
import static dev.quittance.executors.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.Calls;
import dev.quittance.executors.StubServer;
import dev.quittance.executors.StubServer.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiExecutorTest {
  private static final String KEY = "sk-test-0123456789abcdef";
  private static final String MOOD =
      "{\"label\":\"positive\",\"scorePpm\":900000,\"positive\":[\"dry\"],\"negative\":[]}";
  private static final String INPUT = "{\"text\":\"The tent stayed dry.\"}";

  @TempDir Path folder;
  private final StubServer server = new StubServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksByThePromptAndTellsWhatItTook() throws Exception {
    serve(StubServer.status(200, completion(MOOD, "stop")));
    TaskOutcome outcome =
        run(
            """
            , "seed": 7, "maxOutputTokens": 512, "pricePerMillionInputTokens": 150000,
            "pricePerMillionOutputTokens": "600000", "priceUnit": "micro-usd"
            """);

    StubServer.Received request = server.received().getFirst();
    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /v1/chat/completions");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer " + KEY)
        .containsEntry("idempotency-key", Calls.KEY)
        .containsEntry("traceparent", Calls.TRACE)
        .containsEntry("content-type", "application/json");
    JsonNode body = json(request.body());
    assertThat(body.path("model").asText()).isEqualTo("small-model");
    assertThat(body.path("max_tokens").asInt()).isEqualTo(512);
    assertThat(body.path("temperature").asDouble(-1)).isZero();
    assertThat(body.path("seed").asInt()).isEqualTo(7);
    assertThat(body.at("/messages/0/role").asText()).isEqualTo("system");
    assertThat(body.at("/messages/1/content").asText()).contains("The tent stayed dry.");
    assertThat(body.at("/response_format/type").asText()).isEqualTo("json_schema");
    assertThat(body.at("/response_format/json_schema/name").asText())
        .isEqualTo("sentiment-analysis");
    assertThat(body.at("/response_format/json_schema/schema/properties/label/enum")).hasSize(4);
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Succeeded.class,
            succeeded -> {
              assertThat(succeeded.output()).isEqualTo(json(MOOD));
              JsonNode evidence = json(succeeded.evidence().toString());
              assertThat(evidence.path("latencyMs").asLong(-1)).isBetween(0L, 60_000L);
              assertThat(evidence.at("/prompt/sha256").asText()).matches("[0-9a-f]{64}");
              assertThat(evidence)
                  .isEqualTo(
                      json(
                          """
                          {"executor": "openai", "endpoint": "%s", "requestedModel": "small-model",
                           "prompt": {"id": "sentiment-analysis@1", "sha256": "%s"},
                           "structured": "json_schema", "latencyMs": %d, "model": "small-model-0613",
                           "responseId": "chatcmpl-1", "finishReason": "stop",
                           "tokens": {"input": 210, "output": 31, "total": 241},
                           "cost": {"amount": "51", "unit": "micro-usd"}}
                          """
                              .formatted(
                                  server.url("/v1"),
                                  evidence.at("/prompt/sha256").asText(),
                                  evidence.path("latencyMs").asLong())));
            });
  }

  @Test
  void localServersGetNoKeyAndMayLeaveMembersOut() throws Exception {
    serve(
        StubServer.status(200, "{\"choices\":[{\"message\":{\"content\":" + quoted(MOOD) + "}}]}"));
    try (TaskExecutor executor =
        Calls.executor(
            "openai", "{\"baseUrl\":\"" + server.url("/v1/") + "\",\"model\":\"local\"}")) {
      assertThat(executor.effectClass()).isEqualTo(EffectClass.REPEATABLE);
      assertThat(executor.execute(call("sentiment-analysis", INPUT)))
          .isInstanceOfSatisfying(
              TaskOutcome.Succeeded.class,
              succeeded -> assertThat(succeeded.evidence().has("tokens")).isFalse());
    }
    assertThat(server.received().getFirst().headers()).doesNotContainKey("authorization");
  }

  @ParameterizedTest(name = "{0} {1} -> {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "429 | {\"error\":{\"message\":\"slow down\"}} | RATE_LIMITED | http-429 | slow down",
        "408 | {} | TIMEOUT | http-408 | too long",
        "409 | {} | UNAVAILABLE | http-409 | 409",
        "500 | {\"error\":{\"message\":\"out of memory\"}} | UNAVAILABLE | http-500 | out of memory",
        "502 | <html>bad gateway</html> | UNAVAILABLE | http-502 | broken",
        "503 | {} | UNAVAILABLE | http-503 | overloaded",
        "504 | {} | TIMEOUT | http-504 | too long",
        "400 | {\"error\":{\"message\":\"bad KEY input\"}} | REFUSED | http-400 | bad *** input",
        "401 | {\"error\":{\"message\":\"Incorrect key: KEY\"}} | REFUSED | http-401 | apiKeyFile",
        "402 | {} | REFUSED | http-402 | paid",
        "403 | {} | REFUSED | http-403 | may not use",
        "404 | {\"error\":{\"message\":\"no model\"}} | REFUSED | http-404 | baseUrl",
        "413 | {} | REFUSED | http-413 | too long",
        "422 | {\"detail\":\"?\"} | REFUSED | http-422 | does not take",
        "302 | {} | REFUSED | http-302 | redirects are not followed",
        "200 | {\"id\":\"x\",\"choices\":[]} | INVALID_ANSWER | no-choices | no choices",
        "200 | {\"ch | INVALID_ANSWER | not-a-completion | baseUrl",
        "200 | <html></html> | INVALID_ANSWER | not-a-completion | baseUrl",
        "200 | [] | INVALID_ANSWER | not-a-completion | baseUrl",
      })
  void everyFailureHasItsCause(
      int status, String body, FailureCause cause, String code, String says) throws Exception {
    serve(StubServer.status(status, body.replace("KEY", KEY), "retry-after", "7"));

    TaskOutcome.Failed failed = (TaskOutcome.Failed) run("");

    assertThat(failed.cause()).isEqualTo(cause);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains(says).doesNotContain(KEY);
    assertThat(failed.evidence().toString()).doesNotContain(KEY);
    if (status >= 400) {
      assertThat(failed.retryAfter()).contains(Duration.ofSeconds(7));
    }
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest(name = "{0}, {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"label\":\"posi | length | INVALID_ANSWER | answer-cut-off | maxOutputTokens",
        "`` | content_filter | INVALID_ANSWER | content-filtered | filter",
        "{\"label\":\"good\"} | stop | INVALID_ANSWER | broken-promise | /label",
        "It is positive. | stop | INVALID_ANSWER | broken-promise | no whole JSON object",
        "`` | stop | INVALID_ANSWER | broken-promise | no whole JSON object",
      })
  void anAnswerIsHeldToItsKind(
      String content, String finish, FailureCause cause, String code, String says)
      throws Exception {
    serve(StubServer.status(200, completion(content, finish)));

    TaskOutcome.Failed failed = (TaskOutcome.Failed) run("");

    assertThat(failed.cause()).isEqualTo(cause);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains(says);
    assertThat(failed.evidence().at("/tokens/total").asLong()).isEqualTo(241);
  }

  @Test
  void aRefusalOfTheModelIsFinal() throws Exception {
    serve(
        StubServer.status(
            200,
            completion("", "stop").replace("\"content\":\"\"", "\"refusal\":\"I can't do that\"")));

    TaskOutcome.Failed failed = (TaskOutcome.Failed) run("");

    assertThat(failed.cause()).isEqualTo(FailureCause.REFUSED);
    assertThat(failed.message()).isEqualTo("the model refuses: I can't do that");
  }

  @Test
  void fencedAnswersAreReadToo() throws Exception {
    serve(StubServer.status(200, completion("Sure!\n```json\n" + MOOD + "\n```", "stop")));

    assertThat(run("")).isInstanceOf(TaskOutcome.Succeeded.class);
  }

  @Test
  void asksMoreSimplyWhenPartsAreRefusedAndRemembersIt() throws Exception {
    serve((vertx, request, response) -> {
      JsonNode body = json(request.body());
      String refused =
          switch (body.at("/response_format/type").asText()) {
            case "json_schema" -> "This response_format type is unavailable now";
            case "json_object" -> "'response_format' : not supported";
            default -> body.has("max_tokens") ? "Unsupported parameter: 'max_tokens'" : "";
          };
      Behaviour behaviour =
          refused.isEmpty()
              ? StubServer.status(200, completion(MOOD, "stop"))
              : StubServer.status(400, "{\"error\":{\"message\":\"" + refused + "\"}}");
      behaviour.answer(vertx, request, response);
    });
    try (TaskExecutor executor = executor("")) {
      TaskOutcome first = executor.execute(call("sentiment-analysis", INPUT));
      TaskOutcome second = executor.execute(call("sentiment-analysis", INPUT));

      assertThat(first.evidence().path("structured").asText()).isEqualTo("text");
      assertThat(second).isInstanceOf(TaskOutcome.Succeeded.class);
    }
    assertThat(server.received()).hasSize(5);
    assertThat(json(server.received().getLast().body()).path("max_completion_tokens").asInt())
        .isEqualTo(4096);
  }

  @Test
  void badInputIsNotSent() throws Exception {
    serve(StubServer.status(200, completion(MOOD, "stop")));
    try (TaskExecutor executor = executor("")) {
      TaskOutcome.Failed failed =
          (TaskOutcome.Failed)
              executor.execute(call("sentiment-analysis", "{\"text\":7,\"tone\":\"x\"}"));

      assertThat(failed.cause()).isEqualTo(FailureCause.REFUSED);
      assertThat(failed.code()).isEqualTo("invalid-input");
      assertThat(failed.message()).contains("/text: ").contains("/tone: ");
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void unknownServicesAreRefusedUnlessTheKindIsSet() throws Exception {
    serve(StubServer.status(200, completion("{\"text\":\"Roses are red\"}", "stop")));
    try (TaskExecutor plain = executor("");
        TaskExecutor generic = executor(", \"kind\": \"generic\"")) {
      TaskCall poem = call("poetry", "{\"about\":\"roses\"}");
      TaskOutcome.Failed failed = (TaskOutcome.Failed) plain.execute(poem);
      TaskOutcome written = generic.execute(poem);

      assertThat(failed.code()).isEqualTo("unknown-service");
      assertThat(failed.message()).contains("sentiment-analysis, text-generation");
      assertThat(plain.execute(call("generic", "{}"))).isInstanceOf(TaskOutcome.Failed.class);
      assertThat(written)
          .isInstanceOfSatisfying(
              TaskOutcome.Succeeded.class,
              succeeded ->
                  assertThat(succeeded.output()).isEqualTo(json("{\"text\":\"Roses are red\"}")));
    }
  }

  @Test
  void timeIsUpForTheWholeCall() throws Exception {
    serve(StubServer.trickle());
    try (TaskExecutor executor = executor("")) {
      TaskOutcome.Failed failed =
          (TaskOutcome.Failed)
              executor.execute(call("sentiment-analysis", INPUT, Duration.ofSeconds(2)));

      assertThat(failed.cause()).isEqualTo(FailureCause.TIMEOUT);
      assertThat(server.sawConnectionEnd(30_000)).isTrue();
    }
  }

  @Test
  void interruptionEndsAHangingCall() throws Exception {
    serve(StubServer.hang());
    AtomicReference<Object> end = new AtomicReference<>("still running");
    try (TaskExecutor executor = executor("")) {
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  end.set(executor.execute(call("sentiment-analysis", INPUT)));
                } catch (InterruptedException e) {
                  end.set(e);
                }
              });
      while (server.received().isEmpty()) {
        Thread.sleep(5);
      }
      caller.interrupt();

      assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
      assertThat(end.get()).isInstanceOf(InterruptedException.class);
      assertThat(server.sawConnectionEnd(30_000)).isTrue();
    }
  }

  @Test
  void nobodyThereIsUnavailable() throws Exception {
    serve(StubServer.hang());
    try (TaskExecutor executor = executor("")) {
      server.close();

      TaskOutcome.Failed failed =
          (TaskOutcome.Failed) executor.execute(call("sentiment-analysis", INPUT));

      assertThat(failed.cause()).isEqualTo(FailureCause.UNAVAILABLE);
    }
  }

  private void serve(Behaviour behaviour) {
    server.on("/v1/chat/completions", behaviour);
  }

  private TaskOutcome run(String furtherSettings) throws Exception {
    try (TaskExecutor executor = executor(furtherSettings)) {
      return executor.execute(call("sentiment-analysis", INPUT));
    }
  }

  private TaskExecutor executor(String furtherSettings) throws Exception {
    Path keyFile = Files.writeString(folder.resolve("key"), KEY + "\n");
    return Calls.executor(
        "openai",
        "{\"baseUrl\":\"%s\",\"model\":\"small-model\",\"apiKeyFile\":\"%s\"%s}"
            .formatted(server.url("/v1"), keyFile, furtherSettings));
  }

  private static String completion(String content, String finishReason) {
    return """
    {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "small-model-0613",
     "choices": [{"index": 0, "message": {"role": "assistant", "content":%s},
                  "finish_reason": "%s"}],
     "usage": {"prompt_tokens": 210, "completion_tokens": 31, "total_tokens": 241}}
    """
        .formatted(quoted(content), finishReason);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}

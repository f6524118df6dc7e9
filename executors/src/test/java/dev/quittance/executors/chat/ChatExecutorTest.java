package dev.quittance.executors.chat;

import static dev.quittance.executors.Calls.call;
import static dev.quittance.executors.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.InvalidExecutorSettings;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.Calls;
import dev.quittance.executors.StubServer;
import dev.quittance.executors.StubServer.Behaviour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatExecutorTest {
  private static final String KEY = "sk-test-0123456789abcdef";
  private static final String INPUT =
      """
      {"brief": "Write about x", "inputData": {"topic": "x", "n": [1, {}], "e": []}, "tier": "basic"}
      """;

  @TempDir Path folder;
  private final StubServer server = new StubServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void asksAnOpenAiServerAsTheirRuntimeDoes() throws Exception {
    serve("openai", StubServer.status(200, answer("openai", "# X", "stop")));
    TaskOutcome.Succeeded done =
        (TaskOutcome.Succeeded)
            run(
                "openai",
                """
                , "pricePerMillionInputTokens": 150000, "pricePerMillionOutputTokens": 600000,
                "priceUnit": "micro-usd", "maxOutputTokens": 256, "temperature": 0.2
                """);
    StubServer.Received request = server.received().getFirst();
    JsonNode body = json(request.body());

    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /v1/chat/completions");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer " + KEY)
        .containsEntry("idempotency-key", Calls.KEY)
        .containsEntry("traceparent", Calls.TRACE);
    assertThat(body)
        .isEqualTo(
            json(
                """
                {"model": "small-model", "max_tokens": 256, "temperature": 0.2, "messages": [
                  {"role": "system", "content": "You write."},
                  {"role": "user", "content": %s}]}
                """
                    .formatted(
                        quoted(
                            """
                            Write about x

                            --- Input Data ---
                            {
                              "topic": "x",
                              "n": [
                                1,
                                {}
                              ],
                              "e": []
                            }\
                            """))));
    assertThat(done.output()).isEqualTo(json("{\"content\":\"# X\",\"format\":\"markdown\"}"));
    ObjectNode evidence = done.evidence();
    assertThat(evidence.remove("latencyMs").asLong()).isBetween(0L, 60_000L);
    assertThat(evidence.remove("prompt").path("sha256").asText()).matches("[0-9a-f]{64}");
    assertThat(json(evidence.toString()))
        .isEqualTo(
            json(
                """
                {"executor": "chat", "provider": "openai", "endpoint": "%s",
                 "requestedModel": "small-model", "model": "small-model-0613", "responseId": "r-1",
                 "finishReason": "stop", "tokens": {"input": 210, "output": 31, "total": 241},
                 "cost": {"amount": "51", "unit": "micro-usd"}}
                """
                    .formatted(server.url("/v1"))));
  }

  @Test
  void asksAnthropicByItsMessages() throws Exception {
    serve("anthropic", StubServer.status(200, answer("anthropic", "# X", "end_turn")));
    TaskOutcome.Succeeded done = (TaskOutcome.Succeeded) run("anthropic", "");
    StubServer.Received request = server.received().getFirst();
    JsonNode body = json(request.body());

    assertThat(request.method() + " " + request.uri()).isEqualTo("POST /v1/messages");
    assertThat(request.headers())
        .containsEntry("x-api-key", KEY)
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("authorization");
    assertThat(body.path("model").asText()).isEqualTo("small-model");
    assertThat(body.path("max_tokens").asInt()).isEqualTo(4096);
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.7);
    assertThat(body.path("system").asText()).isEqualTo("You write.");
    assertThat(body.path("messages")).hasSize(1);
    assertThat(body.at("/messages/0/role").asText()).isEqualTo("user");
    assertThat(body.at("/messages/0/content").asText()).startsWith("Write about x\n\n--- Input");
    assertThat(done.output()).isEqualTo(json("{\"content\":\"# X\",\"format\":\"markdown\"}"));
    assertThat(done.evidence().at("/tokens/total").asLong()).isEqualTo(241);
    assertThat(done.evidence().path("finishReason").asText()).isEqualTo("end_turn");
  }

  @ParameterizedTest(name = "{0} {1} -> {3} {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "openai | 429 | {\"error\":{\"message\":\"slow down\"}} | RATE_LIMITED | http-429 | slow"
            + " down",
        "openai | 500 | {\"error\":{\"message\":\"of KEY\"}} | UNAVAILABLE | http-500 | of ***",
        "openai | 503 | {} | UNAVAILABLE | http-503 | overloaded",
        "openai | 504 | {} | TIMEOUT | http-504 | too long",
        "openai | 401 | {\"error\":{\"message\":\"Bad key: KEY\"}} | REFUSED | http-401 | apiKey",
        "openai | 400 | {\"error\":{\"message\":\"no\"}} | REFUSED | http-400 | no",
        "openai | 200 | {\"choices\":[]} | INVALID_ANSWER | not-a-completion | baseUrl",
        "openai | 200 | {\"cho | INVALID_ANSWER | not-a-completion | baseUrl",
        "anthropic | 429 |"
            + " {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"slow\"}}"
            + " | RATE_LIMITED | http-429 | slow",
        "anthropic | 529 |"
            + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
            + " | UNAVAILABLE | http-529 | Overloaded",
        "anthropic | 500 | <html></html> | UNAVAILABLE | http-500 | broken",
        "anthropic | 401 | {\"error\":{\"message\":\"invalid x-api-key KEY\"}} | REFUSED | http-401"
            + " | apiKey",
        "anthropic | 403 | {} | REFUSED | http-403 | may not use",
        "anthropic | 200 | {\"content\":\"x\"} | INVALID_ANSWER | not-a-completion | baseUrl",
        "anthropic | 200 | {\"content\":[]} | INVALID_ANSWER | no-text | no text",
      })
  void everyFailureHasItsCause(
      String provider, int status, String body, FailureCause cause, String code, String says)
      throws Exception {
    serve(provider, StubServer.status(status, body.replace("KEY", KEY), "retry-after", "7"));

    TaskOutcome.Failed failed = (TaskOutcome.Failed) run(provider, "");

    assertThat(failed.cause()).isEqualTo(cause);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains(says).doesNotContain(KEY);
    assertThat(failed.evidence().toString()).doesNotContain(KEY);
    if (status >= 400) {
      assertThat(failed.retryAfter()).contains(Duration.ofSeconds(7));
    }
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai", "anthropic"})
  void aHangingEndpointTimesOut(String provider) throws Exception {
    serve(provider, StubServer.hang());
    try (TaskExecutor executor = executor(provider, "")) {
      TaskOutcome.Failed failed =
          (TaskOutcome.Failed) executor.execute(call("s", INPUT, Duration.ofMillis(200)));

      assertThat(failed.cause()).isEqualTo(FailureCause.TIMEOUT);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "text | Hello | {\"content\":\"Hello\",\"format\":\"text\"}",
        "json | {\"a\":1} | {\"result\":{\"a\":1},\"format\":\"json\"}",
        "json | [1,2] | {\"result\":[1,2],\"format\":\"json\"}",
        "json | Sure:¶```json¶{\"a\":1}¶```¶Bye | {\"result\":{\"a\":1},\"format\":\"json\"}",
        "json | ```¶[3]¶``` | {\"result\":[3],\"format\":\"json\"}",
        "json | no JSON at all | {\"result\":\"no JSON at all\",\"format\":\"text\"}",
        "json | {\"a\":1} and more | {\"result\":\"{\\\"a\\\":1} and more\",\"format\":\"text\"}",
        "json | {\"a\":1,\"a\":2} | {\"result\":\"{\\\"a\\\":1,\\\"a\\\":2}\",\"format\":\"text\"}",
      })
  void theAnswerHasTheShapeOfItsFormat(String format, String said, String output) throws Exception {
    serve("openai", StubServer.status(200, answer("openai", said.replace("¶", "\n"), "stop")));

    TaskOutcome done = run("openai", ", \"format\": \"" + format + "\"");

    assertThat(((TaskOutcome.Succeeded) done).output()).isEqualTo(json(output));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "openai, length, json, answer-cut-off",
    "anthropic, max_tokens, json, answer-cut-off",
    "openai, content_filter, text, content-filtered",
    "anthropic, refusal, text, model-refused",
  })
  void answersThatAreNoneFail(String provider, String finish, String format, String code)
      throws Exception {
    serve(provider, StubServer.status(200, answer(provider, "{\"a\":", finish)));

    assertThat(((TaskOutcome.Failed) run(provider, ", \"format\":\"" + format + "\"")).code())
        .isEqualTo(code);
  }

  @Test
  void aTextThatWasCutOffIsDeliveredAndSaysSo() throws Exception {
    serve("anthropic", StubServer.status(200, answer("anthropic", "half a", "max_tokens")));
    TaskOutcome.Succeeded done = (TaskOutcome.Succeeded) run("anthropic", "");

    assertThat(done.output().path("content").asText()).isEqualTo("half a");
    assertThat(done.evidence().path("finishReason").asText()).isEqualTo("max_tokens");
  }

  @Test
  void asksMoreSimplyWhenPartsAreRefusedAndRemembersIt() throws Exception {
    serve(
        "openai",
        (vertx, request, response) -> {
          JsonNode body = json(request.body());
          String refused =
              body.has("max_tokens")
                  ? "Unsupported: 'max_tokens'. Use 'max_completion_tokens' instead."
                  : body.has("temperature") ? "'temperature' does not support 0.7" : "";
          Behaviour behaviour =
              refused.isEmpty()
                  ? StubServer.status(200, answer("openai", "ok", "stop"))
                  : StubServer.status(400, "{\"error\":{\"message\":\"" + refused + "\"}}");
          behaviour.answer(vertx, request, response);
        });
    try (TaskExecutor executor = executor("openai", "")) {
      assertThat(executor.execute(call("s", INPUT))).isInstanceOf(TaskOutcome.Succeeded.class);
      assertThat(executor.execute(call("s", INPUT))).isInstanceOf(TaskOutcome.Succeeded.class);
    }
    assertThat(server.received()).hasSize(4);
  }

  @Test
  void aRevisionShowsWhatWasDeliveredAndWhatIsToChange() {
    assertThat(
            ChatPrompt.user(
                json(
                    """
                    {"brief": "Write", "revision": {"message": "Shorter", "delivery":
                      {"content": "long", "format": "text"}}}
                    """)))
        .isEqualTo(
            """
            Write

            --- Earlier Delivery ---
            {
              "content": "long",
              "format": "text"
            }

            --- Requested Changes ---
            Shorter\
            """);
    assertThat(ChatPrompt.user(json("{\"brief\":\"b\",\"inputData\":null}"))).isEqualTo("b");
  }

  @Test
  void withoutAnyWorkNothingIsAsked() throws Exception {
    try (TaskExecutor executor = executor("openai", "")) {
      assertThat(executor.effectClass()).isEqualTo(EffectClass.REPEATABLE);
      assertThat(((TaskOutcome.Failed) executor.execute(call("s", "{\"tier\":\"x\"}"))).code())
          .isEqualTo("invalid-input");
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void localServersGetNoKey() throws Exception {
    serve("openai", StubServer.status(200, answer("openai", "ok", "stop")));
    try (TaskExecutor executor =
        Calls.executor(
            "chat", "{\"baseUrl\":\"" + server.url("/v1/") + "\",\"model\":\"local\"}")) {
      assertThat(executor.execute(call("s", INPUT))).isInstanceOf(TaskOutcome.Succeeded.class);
    }
    assertThat(server.received().getFirst().headers()).doesNotContainKey("authorization");
    assertThat(json(server.received().getFirst().body()).path("messages")).hasSize(1);
  }

  @Test
  void theKeyMayStandInAnEnvironmentVariable() throws Exception {
    serve("openai", StubServer.status(200, answer("openai", "ok", "stop")));
    String settings =
        "{\"baseUrl\":\"" + server.url("/v1") + "\",\"model\":\"m\",\"apiKeyEnv\":\"MY_KEY\"}";
    try (TaskExecutor executor =
        new ChatExecutorFactory(Map.of("MY_KEY", KEY)).create("chat/a", object(settings))) {
      executor.execute(call("s", INPUT));
    }

    assertThat(server.received().getFirst().headers())
        .containsEntry("authorization", "Bearer " + KEY);
    assertThatThrownBy(
            () -> new ChatExecutorFactory(Map.of()).create("chat/a", object(settings)).close())
        .isInstanceOf(InvalidExecutorSettings.class)
        .hasMessageContaining("MY_KEY is not set");
    assertThatThrownBy(() ->
            new ChatExecutorFactory(Map.of("MY_KEY", KEY + "\n" + KEY))
                .create("chat/a", object(settings))
                .close())
        .hasMessageContaining("characters")
        .hasMessageNotContaining(KEY);
    assertThatThrownBy(() ->
            new ChatExecutorFactory(Map.of("MY_KEY", KEY))
                .create("chat/a", object(settings).put("apiKeyFile", "/x"))
                .close())
        .hasMessageContaining("leave one of them out");
  }

  private void serve(String provider, Behaviour behaviour) {
    server.on(provider.equals("openai") ? "/v1/chat/completions" : "/v1/messages", behaviour);
  }

  private TaskOutcome run(String provider, String furtherSettings) throws Exception {
    try (TaskExecutor executor = executor(provider, furtherSettings)) {
      return executor.execute(call("s", INPUT));
    }
  }

  private TaskExecutor executor(String provider, String furtherSettings) throws Exception {
    Path keyFile = Files.writeString(folder.resolve("key"), KEY + "\n");
    return Calls.executor(
        "chat",
        """
        {"provider":"%s","baseUrl":"%s","model":"small-model","apiKeyFile":"%s",
         "systemPrompt":"You write."%s}
        """
            .formatted(
                provider,
                server.url(provider.equals("openai") ? "/v1" : ""),
                keyFile,
                furtherSettings));
  }

  private static String answer(String provider, String text, String finish) {
    String template =
        provider.equals("openai")
            ? """
            {"id": "r-1", "object": "chat.completion", "model": "small-model-0613",
             "choices": [{"index": 0, "message": {"role": "assistant", "content":%s},
                          "finish_reason": "%s"}],
             "usage": {"prompt_tokens": 210, "completion_tokens": 31, "total_tokens": 241}}
            """
            : """
            {"id": "r-1", "type": "message", "role": "assistant", "model": "small-model-0613",
             "content": [{"type": "text", "text":%s}], "stop_reason": "%s",
             "usage": {"input_tokens": 210, "output_tokens": 31}}
            """;
    return template.formatted(quoted(text), finish);
  }

  private static ObjectNode object(String text) {
    return (ObjectNode) json(text);
  }

  private static String quoted(String text) {
    return TextNode.valueOf(text).toString();
  }
}

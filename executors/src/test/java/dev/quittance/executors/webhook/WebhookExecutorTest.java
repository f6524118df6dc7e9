package dev.quittance.executors.webhook;

import static dev.quittance.executors.Calls.call;
import static dev.quittance.executors.Calls.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.Calls;
import dev.quittance.executors.StubServer;
import dev.quittance.executors.StubServer.Behaviour;
import java.net.http.HttpHeaders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookExecutorTest {
  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final String INPUT = "{\"text\":\"A. B.\",\"sentences\":1}";
  private static final Behaviour OK =
      StubServer.status(
          200,
          "{\"success\":true,\"output\":{\"summary\":\"A.\"},\"metadata\":{\"durationMs\":12,"
              + "\"modelUsed\":\"m1\",\"tokensUsed\":99,\"secret\":\"no\"}}");

  @TempDir Path folder;
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final StubServer server = new StubServer(Map.of());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void postsAgentL2sBodySigned() throws Exception {
    serve(OK);
    TaskCall call = call("summarization", INPUT);
    TaskOutcome outcome;
    try (TaskExecutor executor =
        executor(", \"authFile\": \"" + file("auth", "receiver-key") + "\"")) {
      outcome = executor.execute(call);
    }

    StubServer.Received request = server.received().getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.body())
        .isEqualTo(
            "{\"orderId\":\"0x"
                + Calls.ORDER
                + "\",\"serviceId\":\"0x"
                + Hashes.sha256(call.agent() + "/summarization")
                + "\",\"serviceType\":\"summarization\",\"buyer\":\""
                + Calls.BUYER
                + "\",\"units\":\"1\","
                + "\"totalPrice\":\"90000\",\"deadline\":"
                + call.deadline().getEpochSecond()
                + ",\"payload\":{\"text\":\"A. B.\",\"sentences\":1}}");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer receiver-key")
        .containsEntry("content-type", "application/json")
        .containsEntry("idempotency-key", "\"" + Calls.KEY + "\"")
        .containsEntry("webhook-id", Calls.KEY)
        .containsEntry("traceparent", Calls.TRACE);
    new Webhook(SECRET).verify(request.body(), asHttpHeaders(request));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TaskOutcome.Succeeded.class,
            succeeded -> {
              assertThat(succeeded.output()).isEqualTo(json("{\"summary\":\"A.\"}"));
              assertThat(succeeded.evidence().path("latencyMs").asLong(-1)).isNotNegative();
              assertThat(succeeded.evidence().without("latencyMs").toString())
                  .isEqualTo(
                      "{\"executor\":\"webhook\",\"endpoint\":\""
                          + server.url("")
                          + "\",\"webhookId\":\"task_3f2a\",\"status\":200,\"stated\":"
                          + "{\"model\":\"m1\",\"tokens\":99,\"durationMs\":12}}");
            });
  }

  @Test
  void settingsChangeWhatTheReceiverIsTold() throws Exception {
    serve(OK);
    try (TaskExecutor executor =
        executor(
            ", \"serviceId\": \"0x%s\", \"authFile\": \"%s\", \"authHeader\": \"X-Api-Key\""
                .formatted("5e".repeat(32), file("auth", "receiver-key")))) {
      executor.execute(call("summarization", INPUT));
    }

    StubServer.Received request = server.received().getFirst();
    assertThat(request.headers())
        .containsEntry("x-api-key", "receiver-key")
        .doesNotContainKey("authorization");
    assertThat(json(request.body()).path("serviceId").asText()).isEqualTo("0x" + "5e".repeat(32));
  }

  @ParameterizedTest(name = "{0} {1} -> {2} {3}, once only: {4}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "202 | {} | UNAVAILABLE | not-ready | OUTCOME_UNKNOWN",
        "204 | `` | INVALID_ANSWER | not-an-answer | OUTCOME_UNKNOWN",
        "200 | hello | INVALID_ANSWER | not-json | OUTCOME_UNKNOWN",
        "200 | {\"success\":true,\"output\":1,\"orderId\":\"0x00\"} | INVALID_ANSWER | untrue-answer | OUTCOME_UNKNOWN",
        "200 | {\"success\":false,\"error\":\"no SECRET here\"} | REFUSED | declined | REFUSED",
        "301 | `` | REFUSED | http-301 | REFUSED",
        "307 | `` | REFUSED | http-307 | REFUSED",
        "400 | {} | REFUSED | http-400 | REFUSED",
        "401 | {} | REFUSED | http-401 | REFUSED",
        "404 | {} | REFUSED | http-404 | REFUSED",
        "408 | {} | TIMEOUT | http-408 | OUTCOME_UNKNOWN",
        "409 | {} | UNAVAILABLE | http-409 | OUTCOME_UNKNOWN",
        "410 | {} | REFUSED | http-410 | REFUSED",
        "422 | {} | REFUSED | http-422 | REFUSED",
        "429 | {} | RATE_LIMITED | http-429 | RATE_LIMITED",
        "500 | {} | UNAVAILABLE | http-500 | OUTCOME_UNKNOWN",
        "503 | {} | UNAVAILABLE | http-503 | OUTCOME_UNKNOWN",
        "504 | {} | TIMEOUT | http-504 | OUTCOME_UNKNOWN",
      })
  void everyAnswerHasItsCause(
      int status, String body, FailureCause cause, String code, FailureCause onceOnly)
      throws Exception {
    serve(
        StubServer.status(
            status,
            body.replace("SECRET", SECRET),
            "retry-after",
            "7",
            "location",
            "http://169.254.169.254/"));
    try (TaskExecutor keyed = executor("");
        TaskExecutor once = executor(", \"effect\": \"at-most-once\"")) {
      TaskOutcome.Failed failed = failed(keyed.execute(call("summarization", INPUT)));

      assertThat(failed.cause()).isEqualTo(cause);
      assertThat(failed.code()).isEqualTo(code);
      assertThat(failed.message()).doesNotContain(SECRET);
      assertThat(failed.retryAfter().isPresent()).isEqualTo(status != 200 && status != 204);
      assertThat(server.received()).hasSize(1);
      assertThat(failed(once.execute(call("summarization", INPUT))).cause()).isEqualTo(onceOnly);
    }
  }

  @Test
  void brokenCallsHaveTheirCauses() throws Exception {
    server.on("/hang", StubServer.hang());
    server.on("/trickle", StubServer.trickle());
    server.on("/truncated", StubServer.truncated());
    server.on("/huge", StubServer.huge(5000));

    String once = ", \"effect\": \"at-most-once\"";
    assertThat(cause("/hang", "", SHORT)).isEqualTo(FailureCause.TIMEOUT);
    assertThat(cause("/trickle", "", SHORT)).isEqualTo(FailureCause.TIMEOUT);
    assertThat(cause("/truncated", "", LONG)).isEqualTo(FailureCause.UNAVAILABLE);
    assertThat(cause("/huge", ", \"maxResponseBytes\": 4096", LONG))
        .isEqualTo(FailureCause.INVALID_ANSWER);
    // Long enough to have been sent.
    assertThat(cause("/hang", once, Duration.ofSeconds(3))).isEqualTo(FailureCause.OUTCOME_UNKNOWN);
    server.close();
    assertThat(cause("/hang", once, LONG)).isEqualTo(FailureCause.UNAVAILABLE);
  }

  @Test
  void privateAddressesAreRefusedByDefault() throws Exception {
    serve(OK);
    for (String host : List.of("127.0.0.1", "localhost", "[::ffff:127.0.0.1]")) {
      try (TaskExecutor executor =
          Calls.executor(
              "webhook",
              "{\"url\":\"http://%s:%d/hook\",\"secretFile\":\"%s\"}"
                  .formatted(host, server.port(), file("secret", SECRET)))) {
        TaskOutcome.Failed failed = failed(executor.execute(call("summarization", INPUT)));

        assertThat(failed.cause()).isEqualTo(FailureCause.REFUSED);
        assertThat(failed.code()).isEqualTo("forbidden-address");
        assertThat(failed.message()).contains("allowPrivateAddresses");
      }
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void theFateOfACallCanBeAsked() throws Exception {
    serve(OK);
    server.on("/tasks/task_3f2a", OK);
    server.on("/broken/task_3f2a", StubServer.status(500, ""));
    TaskCall call = call("summarization", INPUT);
    try (TaskExecutor known = executor(lookUp("/tasks/{key}"));
        TaskExecutor unknown = executor(lookUp("/other/{key}"));
        TaskExecutor broken = executor(lookUp("/broken/{key}"))) {
      assertThat(known.effectClass()).isEqualTo(EffectClass.RECONCILABLE);
      assertThat(known.lookUp(call))
          .hasValueSatisfying(found -> assertThat(found).isInstanceOf(TaskOutcome.Succeeded.class));
      assertThat(unknown.lookUp(call)).isEmpty();
      assertThat(broken.lookUp(call))
          .hasValueSatisfying(
              found -> assertThat(failed(found).cause()).isEqualTo(FailureCause.UNAVAILABLE));
    }
    StubServer.Received request = server.received().getFirst();
    assertThat(request.method()).isEqualTo("GET");
    new Webhook(SECRET).verify("", asHttpHeaders(request));
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
                  end.set(executor.execute(call("summarization", INPUT)));
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

  private FailureCause cause(String path, String furtherSettings, Duration timeout)
      throws Exception {
    try (TaskExecutor executor = executorAt(path, furtherSettings)) {
      return failed(executor.execute(call("summarization", INPUT, timeout))).cause();
    }
  }

  private static TaskOutcome.Failed failed(TaskOutcome outcome) {
    assertThat(outcome).isInstanceOf(TaskOutcome.Failed.class);
    return (TaskOutcome.Failed) outcome;
  }

  private void serve(Behaviour behaviour) {
    server.on("/hook", behaviour);
  }

  private String lookUp(String path) {
    return ", \"lookUpUrl\": \"" + server.url(path) + "\"";
  }

  private TaskExecutor executor(String furtherSettings) throws Exception {
    return executorAt("/hook", furtherSettings);
  }

  private TaskExecutor executorAt(String path, String furtherSettings) throws Exception {
    return Calls.executor(
        "webhook",
        "{\"url\":\"%s\",\"secretFile\":\"%s\",\"allowPrivateAddresses\":true%s}"
            .formatted(server.url(path), file("secret", SECRET), furtherSettings));
  }

  private Path file(String name, String content) throws Exception {
    return Files.writeString(folder.resolve(name), content + "\n");
  }

  private static HttpHeaders asHttpHeaders(StubServer.Received request) {
    return HttpHeaders.of(
        request.headers().entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
        (_, _) -> true);
  }
}

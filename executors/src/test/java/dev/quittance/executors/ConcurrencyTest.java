package dev.quittance.executors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Slow calls wait beside each other, not behind each other. */
class ConcurrencyTest {
  private static final int CALLS = 500;
  private static final long ANSWER_AFTER_MS = 1000;
  private static final Duration HALF_OF_ONE_BY_ONE = Duration.ofMillis(ANSWER_AFTER_MS * CALLS / 2);

  @TempDir Path folder;

  @Test
  void fiveHundredModelCallsTakeAboutAsLongAsOne() throws Exception {
    String answer =
        "{\"choices\":[{\"message\":{\"content\":\"{\\\"text\\\":\\\"ok\\\"}\"},"
            + "\"finish_reason\":\"stop\"}]}";
    try (StubServer server =
            new StubServer(
                Map.of(
                    "/v1/chat/completions",
                    StubServer.late(ANSWER_AFTER_MS, StubServer.status(200, answer))));
        TaskExecutor executor =
            Calls.executor(
                "openai", "{\"baseUrl\":\"" + server.url("/v1") + "\",\"model\":\"m\"}")) {
      executor.execute(Calls.call("text-generation", "{\"prompt\":\"warm up\"}"));

      assertThat(allAtOnce(executor, "text-generation", "{\"prompt\":\"go\"}"))
          .isLessThan(HALF_OF_ONE_BY_ONE);
      assertThat(server.connections()).isLessThanOrEqualTo(CALLS + 1);
    }
  }

  @Test
  void fiveHundredWebhooksToo() throws Exception {
    Path secret = Files.writeString(folder.resolve("s"), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    try (StubServer server =
            new StubServer(
                Map.of(
                    "/hook",
                    StubServer.late(
                        ANSWER_AFTER_MS,
                        StubServer.status(200, "{\"success\":true,\"output\":1}"))));
        TaskExecutor executor =
            Calls.executor(
                "webhook",
                "{\"url\":\"%s\",\"secretFile\":\"%s\",\"allowPrivateAddresses\":true}"
                    .formatted(server.url("/hook"), secret))) {
      executor.execute(Calls.call("any", "{}"));

      assertThat(allAtOnce(executor, "any", "{}")).isLessThan(HALF_OF_ONE_BY_ONE);
      assertThat(server.received()).hasSize(CALLS + 1);
    }
  }

  private static Duration allAtOnce(TaskExecutor executor, String service, String input)
      throws Exception {
    long start = System.nanoTime();
    List<Future<TaskOutcome>> outcomes = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLS; i++) {
        outcomes.add(
            threads.submit(
                () -> executor.execute(Calls.call(service, input, Duration.ofMinutes(5)))));
      }
      for (Future<TaskOutcome> outcome : outcomes) {
        assertThat(outcome.get()).isInstanceOf(TaskOutcome.Succeeded.class);
      }
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }
}

package dev.quittance.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.planning.document.Hash32;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Messages on a real broker, to receivers of all kinds. */
final class WebhooksIT extends WebhooksCase {
  /** Short: each message hangs once at one of the receivers. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

  @Test
  @Tag("long")
  void everyEventArrivesThoughReceiversFailAndProcessesAreKilled() throws Exception {
    receiver.answer("/flaky", tried -> tried < 3 ? 500 : 200);
    receiver.answer("/hangs", tried -> tried == 1 ? Receiver.HANG : 204);
    receiver.answer("/busy", tried -> tried == 1 ? 429 : 200);
    receiver.answer("/redirects", _ -> 302);
    receiver.answer("/gone", _ -> 410);
    String redirects;
    String gone;
    try (StageProcess first = stage("first", ATTEMPT_TIMEOUT)) {
      for (String path : List.of("/good", "/flaky", "/hangs", "/busy")) {
        register(path);
      }
      register("/errors", "error");
      redirects = register("/redirects", "error");
      gone = register("/gone", "started");
      settle("other", false);
      settle("acme", true);
      awaitTaken("/good", 2);
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get("/" + gone).getBoolean("enabled")).isFalse());
      assertThat(first.failures()).isEmpty();
    }
    Process killed =
        StageProcess.start(broker.bootstrapServers(), directory, "killed", ATTEMPT_TIMEOUT);
    try {
      for (int i = 0; i < 10; i++) {
        settle("acme", i % 5 == 0);
      }
      await().atMost(PATIENCE).until(() -> receiver.taken("/good").size() > 2);
      for (int i = 0; i < 20; i++) {
        settle("acme", i % 5 == 0);
      }
    } finally {
      killed.destroyForcibly().waitFor();
    }
    for (int i = 0; i < 10; i++) {
      settle("acme", i % 5 == 0);
    }
    try (StageProcess second = stage("second", ATTEMPT_TIMEOUT)) {
      for (String path : List.of("/good", "/flaky", "/hangs", "/busy")) {
        awaitTaken(path, 42);
      }
      awaitTaken("/errors", 9);
      awaitGivenUp(redirects, 9);
      assertThat(second.failures()).isEmpty();
    }

    assertThat(receiver.unsigned()).isEmpty();
    assertThat(receiver.at("/trap")).as("redirects that were followed").isEmpty();
    assertThat(receiver.at("/gone")).as("attempts after 410").hasSize(1);
    for (String path : List.of("/good", "/flaky", "/hangs", "/busy")) {
      Map<String, Set<String>> bodies =
          receiver.at(path).stream()
              .collect(
                  Collectors.groupingBy(
                      Receiver.Request::id,
                      Collectors.mapping(Receiver.Request::body, Collectors.toSet())));
      assertThat(bodies.values()).as("bodies of each message").allMatch(it -> it.size() == 1);
    }
    assertThat(told("/good").map(it -> it.getString("type")))
        .containsOnly("started", "error", "order_completed");
    assertThat(told("/good"))
        .allSatisfy(it -> assertThat(it.fieldNames()).containsExactly("type", "timestamp", "data"));
    assertThat(first("/good", "started").getJsonObject("data").getString("endpointId"))
        .startsWith("ep_");
    JsonObject body = first("/good", "error");
    assertThat(body.getJsonObject("data").getString("tenant")).isEqualTo("acme");
    assertThat(body.getJsonObject("data").getString("orderId"))
        .isEqualTo("0x" + Hash32.sha256("order 1".getBytes(UTF_8)).hex().substring(2));
  }

  private Stream<JsonObject> told(String path) {
    return receiver.at(path).stream().map(request -> new JsonObject(request.body()));
  }

  private JsonObject first(String path, String type) {
    return told(path).filter(it -> it.getString("type").equals(type)).findFirst().orElseThrow();
  }

  private void awaitGivenUp(String endpoint, int messages) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> {
          Set<String> over = new TreeSet<>();
          String more = "";
          do {
            JsonObject page = get("/" + endpoint + "/attempts?limit=200" + more);
            for (Object it : page.getJsonArray("attempts")) {
              JsonObject attempt = (JsonObject) it;
              // On a busy machine an answer may come too late.
              if (attempt.containsKey("status")) {
                assertThat(attempt.getInteger("status")).isEqualTo(302);
                assertThat(attempt.getString("error")).contains("redirects are not followed");
              }
              if (!attempt.containsKey("nextAttemptAt")) {
                assertThat(attempt.getInteger("attempt")).isEqualTo(10);
                over.add(attempt.getString("messageId"));
              }
            }
            more = page.containsKey("next") ? "&before=" + page.getString("next") : "";
          } while (!more.isEmpty());
          assertThat(over).hasSize(messages);
        });
  }

  @Test
  void whatIsTooMuchIsShownAndSentLater() throws Exception {
    receiver.answer("/away", _ -> 500);
    try (StageProcess only = stage("only", ATTEMPT_TIMEOUT)) {
      String id = register("/away", "error");
      for (int i = 0; i < StageProcess.MOST_WAITING + 5; i++) {
        post(202, "/" + id + "/test", null);
      }
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(overflowed(id)).hasSize(5));
      JsonObject full = get("/" + id).getJsonObject("overflow");
      assertThat(full.containsKey("from")).isTrue();
      assertThat(full.containsKey("until")).isFalse();

      receiver.answer("/away", _ -> 200);
      await()
          .atMost(PATIENCE)
          .until(() -> get("/" + id).getJsonObject("overflow").containsKey("until"));
      Set<String> unsent = overflowed(id);
      assertThat(receiver.taken("/away")).doesNotContainAnyElementsOf(unsent);
      for (String message : unsent) {
        post(202, "/" + id + "/messages/" + message + "/resend", null);
      }
      await().atMost(PATIENCE).until(() -> receiver.taken("/away").containsAll(unsent));
      assertThat(only.failures()).isEmpty();
    }
  }

  /** The messages that no attempt was made of. */
  private Set<String> overflowed(String endpoint) throws IOException {
    Set<String> ids = new TreeSet<>();
    for (Object it : get("/" + endpoint + "/attempts?limit=200").getJsonArray("attempts")) {
      JsonObject attempt = (JsonObject) it;
      if (attempt.getString("outcome").equals("overflowed")) {
        assertThat(attempt.getInteger("attempt")).isZero();
        assertThat(attempt.getString("error")).isEqualTo("not sent: 50 messages were waiting");
        ids.add(attempt.getString("messageId"));
      }
    }
    return ids;
  }
}

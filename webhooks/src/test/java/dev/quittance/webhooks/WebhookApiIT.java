package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.http.BlockingHttp.Answer;
import dev.quittance.platform.http.OpenApiContract;
import dev.quittance.platform.kafka.KafkaAccess;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What tenants can do about their webhooks, and every answer that the document has. */
final class WebhookApiIT extends WebhooksCase {
  /** Longer than a busy machine takes for an answer: one that comes too late is sent again. */
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(20);

  @Test
  void tenantsRegisterTryRotateResendAndRemove() throws Exception {
    try (StageProcess only = stage("only", ATTEMPT_TIMEOUT)) {
      String id = register("/good");
      String trial = post(202, "/" + id + "/test", null).getString("messageId");
      awaitTaken("/good", 2);
      assertThat(receiver.taken("/good")).contains(trial);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(get("/" + id + "/attempts").getJsonArray("attempts")).hasSize(2));

      JsonObject rotation = post(200, "/" + id + "/secret", null);
      assertThat(rotation.getInteger("secretVersion")).isEqualTo(2);
      post(202, "/" + id + "/messages/" + trial + "/resend", null);
      await().atMost(PATIENCE).until(() -> receiver.at("/good").size() == 3);
      receiver.expect("/good", rotation.getString("secret"));
      post(202, "/" + id + "/messages/" + trial + "/resend", null);
      await().atMost(PATIENCE).until(() -> receiver.at("/good").size() >= 3);
      settle("acme", false);
      awaitTaken("/good", 3);
      assertThat(receiver.unsigned()).as("signatures with the old and the new secret").isEmpty();
      assertThat(receiver.at("/good").getLast().signatures()).isEqualTo(2);

      receiver.answer("/gone", tried -> tried == 1 ? 410 : 200);
      String gone = register("/gone", "error");
      String lost = post(202, "/" + gone + "/test", null).getString("messageId");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(get("/" + gone).getString("disabledBecause")).contains("410"));
      assertThat(post(200, "/" + gone + "/enable", null).getBoolean("enabled")).isTrue();
      post(202, "/" + gone + "/messages/" + lost + "/resend", null);
      awaitTaken("/gone", 1);

      assertThat(get("").getJsonArray("webhooks")).hasSize(2);
      assertThat(get("").encode()).doesNotContain("whsec_");
      assertThat(call(HttpMethod.DELETE, "/" + gone, "acme", null).status()).isEqualTo(204);
      assertThat(get("").getJsonArray("webhooks")).hasSize(1);
      refusals(id);
      slowBodies();
      unavailable(only, id);
      limits();
      everythingIsDescribed(only);
    }
  }

  /** All that the document has comes about, and nothing else. */
  private void everythingIsDescribed(StageProcess stage) {
    Set<String> described = new TreeSet<>(contract.operations());
    described.removeIf(name -> !name.contains("/v1/webhooks"));

    assertThat(contract.anonymous(described)).isEqualTo(OpenApiContract.served(stage.routes()));
    assertThat(contract.unseen(described)).isEmpty();
  }

  /** The head of a request and a part of its body, then nothing. */
  private void slowBodies() {
    contract.check(OpenApiContract.Raw.stalled(port, "POST /v1/webhooks", "acme"), "POST");
  }

  /** What a tenant is told by processes that can't do it: never that there is no such webhook. */
  private void unavailable(StageProcess stage, String id) throws IOException {
    KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
    try (HamperedRoutes starting = HamperedRoutes.starting(stage::catalogue, kafka, serdes)) {
      port = starting.port();
      unavailable(HttpMethod.GET, "", "/" + id);
      changesAreUnavailable(id);
      assertThat(starting.isReady()).isFalse();
    }
    try (HamperedRoutes cutOff = HamperedRoutes.cutOff(stage::catalogue, kafka, serdes)) {
      await().atMost(PATIENCE).until(cutOff::isReady);
      port = cutOff.port();
      changesAreUnavailable(id);
      assertThat(get("/" + id).getString("id")).as("what is known is shown").isEqualTo(id);
    }
    port = stage.port();
  }

  private void changesAreUnavailable(String id) throws IOException {
    String one = "/" + id;
    unavailable(HttpMethod.GET, one + "/attempts");
    unavailable(HttpMethod.POST, "", one + "/secret", one + "/enable", one + "/test");
    unavailable(HttpMethod.POST, one + "/messages/msg_" + "0".repeat(32) + "/resend");
    unavailable(HttpMethod.DELETE, one);
  }

  private void unavailable(HttpMethod method, String... paths) throws IOException {
    for (String path : paths) {
      String body = path.isEmpty() ? "{\"url\":\"" + receiver.url("/good") + "\"}" : null;
      assertThat(call(method, path, "acme", body).status()).as(path).isEqualTo(503);
    }
  }

  @Test
  void whatNoProcessWorksOnIsUnavailableAndDoneLater() throws Exception {
    KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
    String url = "{\"url\":\"" + receiver.url("/good") + "\"}";
    try (CatalogueFollower catalogue = CatalogueFollower.open(kafka, serdes);
        HamperedRoutes unserved = HamperedRoutes.unserved(catalogue::snapshot, kafka, serdes)) {
      await()
          .atMost(PATIENCE)
          .until(() -> unserved.isReady() && catalogue.snapshot().tenants().size() == 2);
      port = unserved.port();
      assertThat(call(HttpMethod.POST, "", "acme", url).status()).isEqualTo(503);
    }
    try (StageProcess later = stage("later", ATTEMPT_TIMEOUT)) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(get("").getJsonArray("webhooks")).hasSize(1));
      awaitTaken("/good", 1);
      assertThat(later.failures()).isEmpty();
    }
  }

  private void limits() throws IOException {
    String url = "{\"url\":\"" + receiver.url("/many") + "\"}";
    for (int i = 1; i < WebhookDesk.MOST_ENDPOINTS; i++) {
      assertThat(call(HttpMethod.POST, "", "acme", url).status()).isEqualTo(201);
    }
    assertThat(call(HttpMethod.POST, "", "acme", url).status()).isEqualTo(409);
    String padding = "\"" + " ".repeat(10_000) + "\"";
    assertThat(call(HttpMethod.POST, "", "acme", padding).status()).isEqualTo(413);
  }

  private void refusals(String id) throws IOException {
    String message = "/messages/msg_" + "0".repeat(32) + "/resend";
    assertThat(call(HttpMethod.POST, "", "nobody", "{}").status()).isEqualTo(401);
    assertThat(call(HttpMethod.POST, "", "acme reads", "{}").status()).isEqualTo(403);
    assertThat(call(HttpMethod.GET, "", "nobody", null).status()).isEqualTo(401);
    assertThat(call(HttpMethod.GET, "", "acme reads", null).status()).isEqualTo(403);
    for (String path : List.of("", "/attempts")) {
      strangersAreRefused(HttpMethod.GET, "/" + id + path);
    }
    strangersAreRefused(HttpMethod.DELETE, "/" + id);
    for (String path : List.of("/secret", "/enable", "/test", message)) {
      strangersAreRefused(HttpMethod.POST, "/" + id + path);
    }
    assertThat(call(HttpMethod.POST, "/" + id + "/messages/msg_1/resend", "acme", null).status())
        .isEqualTo(404);
    assertThat(call(HttpMethod.GET, "/" + id + "/attempts?limit=0", "acme", null).status())
        .isEqualTo(400);
    assertThat(call(HttpMethod.POST, "", "acme", "{").status()).isEqualTo(400);
    for (String body :
        List.of(
            "{}",
            "{\"url\":\"https://u:p@a.example/\"}",
            "{\"url\":\"ftp://a.example/\"}",
            "{\"url\":\"http://169.254.169.254/latest\"}",
            "{\"url\":\"http://[::ffff:169.254.169.254]/\"}",
            "{\"url\":\"http://127.0.0.1:1/\",\"events\":[\"orders\"]}",
            "{\"url\":\"http://127.0.0.1:1/\",\"secret\":\"mine\"}")) {
      Answer refused = call(HttpMethod.POST, "", "acme", body);
      assertThat(refused.status()).as(body).isEqualTo(422);
      assertThat(new JsonObject(refused.body()).getJsonArray("errors")).as(body).isNotEmpty();
    }
  }

  private void strangersAreRefused(HttpMethod method, String path) throws IOException {
    assertThat(call(method, path, "nobody", null).status()).as(path).isEqualTo(401);
    assertThat(call(method, path, "acme reads", null).status()).as(path).isEqualTo(403);
    assertThat(call(method, path, "other", null).status()).as(path).isEqualTo(404);
  }
}

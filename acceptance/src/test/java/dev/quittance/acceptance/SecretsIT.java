package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.check.PlantedSecrets;
import dev.quittance.acceptance.check.PlantedSecrets.Scanned;
import dev.quittance.acceptance.line.LineFolder;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.TenantWebhook;
import dev.quittance.acceptance.line.WorkOrders;
import dev.quittance.acceptance.stub.Behaviour;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * After all that the other tests did to the line, and some of its own: none of the line's secrets
 * is in a record of any topic, a log or another file.
 */
@Order(10)
@ExtendWith(SharedLine.class)
@Tag("long")
class SecretsIT {
  /** Nobody's key, sent where a key is expected and where it is not. */
  private static final String MISTYPED =
      "qk_00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

  private static final Set<String> ENDED =
      Set.of("COMPLETED", "FAILED", "REFUSED", "BLOCKED", "EXPIRED", "SETTLED", "ANCHORED");

  private static final Map<String, String> PRIVATE_WEBHOOKS =
      Map.of(
          "QUITTANCE_WEBHOOKS_ENABLED", "true", "QUITTANCE_WEBHOOKS_ALLOW_PRIVATE_TARGETS", "true");

  @Test
  void noSecretIsInTopicsLogsOrFiles(LineUnderTest line) throws Exception {
    PlantedSecrets secrets = secretsOf(line);
    try (StageProcess webhooks = line.process("webhooks", LineUnderTest.FIRST)) {
      webhooks.start(PRIVATE_WEBHOOKS);
      webhooks.awaitReady();
      try (TenantWebhook webhook = TenantWebhook.register(webhooks.url(), line.apiKey())) {
        webhook.rotate();
        webhook.secrets().forEach(secret -> plant(secrets, secret));
        workThatTouchesSecrets(line);
        Awaitility.await("messages, signed with both secrets")
            .atMost(Duration.ofMinutes(2))
            .until(() -> webhook.received().contains("order_completed"));
      }
    }
    Set<Path> homes = new HashSet<>(line.stub().secretFiles());
    homes.add(LineFolder.passphraseFile(line.root()));

    Scanned topics = secrets.inTopics(line.kafka());
    Scanned files = secrets.inFiles(line.root(), homes);

    System.out.printf(
        "SecretsIT: %s not in %d records of %d topics, nor in %d files (%d MB)%n",
        secrets.names(), topics.records(), topics.topics(), files.files(), files.bytes() >> 20);
    assertThat(topics.found()).isEmpty();
    assertThat(files.found()).isEmpty();
    assertThat(topics.records()).as("something was looked at").isGreaterThan(100);
    assertThat(files.files()).isGreaterThan(50);
    assertThat(secrets.inFiles(line.root(), Set.of()).found())
        .as("what is in its home is found")
        .extracting(PlantedSecrets.Found::secret)
        .contains("passphrase", "model key", "webhook secret");
  }

  /** As it is shown, and the key in it. */
  private static void plant(PlantedSecrets secrets, String secret) {
    secrets.plant("signing secret", secret);
    secrets.plant("signing key", Base64.getDecoder().decode(secret.substring("whsec_".length())));
  }

  private static PlantedSecrets secretsOf(LineUnderTest line) {
    PlantedSecrets secrets =
        new PlantedSecrets()
            .plant("API key", line.apiKey())
            .plant("mistyped key", MISTYPED)
            .plant("passphrase", LineFolder.PASSPHRASE)
            .plant("log key", line.keys().noteSeed().toByteArray())
            .plant("runner key", line.keys().runnerSeed().toByteArray());
    line.stub().secrets().forEach(secrets::plant);
    return secrets;
  }

  /** Vendors that tell all, keys in the wrong places. */
  private static void workThatTouchesSecrets(LineUnderTest line) throws Exception {
    WorkOrders orders = new WorkOrders(line.devnet().asset());
    line.capPerDay("1000000000000");
    List<String> placed = new ArrayList<>();
    for (Behaviour behaviour : List.of(Behaviour.ANSWER, Behaviour.BLAB)) {
      String word = behaviour.word();
      placed.add(line.customer().place(orders.webhook(word), "secrets-webhook-" + word));
      placed.add(line.customer().place(orders.model(word), "secrets-model-" + word));
    }
    String gateway = line.gateways().getFirst();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(status(http, gateway + "/v1/orders", "Authorization", "Bearer " + MISTYPED))
          .isEqualTo(401);
      assertThat(status(http, gateway + "/v1/orders", "X-API-Key", MISTYPED)).isEqualTo(401);
      assertThat(status(http, gateway + "/v1/nothing?key=" + MISTYPED, "Accept", "*/*"))
          .isBetween(400, 499);
    }
    for (String order : placed) {
      Awaitility.await("the end of " + order)
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(250))
          .until(() -> hasEnded(line.customer().order(order)));
    }
  }

  private static boolean hasEnded(JsonNode order) {
    return ENDED.contains(order.path("status").asText());
  }

  private static int status(HttpClient http, String url, String header, String value)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).header(header, value).build();
    return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }
}

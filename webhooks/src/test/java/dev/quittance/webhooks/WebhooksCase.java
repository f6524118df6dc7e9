package dev.quittance.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.planning.document.ApiKey;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Scope;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.BlockingHttp.Answer;
import dev.quittance.platform.http.OpenApiContract;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.SettlementsRecord;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker for the stage, tenants, and a receiver; every answer of the API is held to its document.
 */
abstract class WebhooksCase {
  static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path directory;
  final FixedIdSerdes serdes = new FixedIdSerdes();
  final BlockingHttp http = new BlockingHttp(30_000);
  final Receiver receiver = new Receiver();
  final OpenApiContract contract = OpenApiContract.published();
  EmbeddedKafka broker;
  Producer<byte[], byte[]> producer;
  int port;
  int orders;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              Topics.all().stream()
                  .map(topic ->
                      new NewTopic(topic.name(), topic.partitions(StageProcess.LANES), (short) 1)
                          .configs(topic.settings()))
                  .toList())
          .all()
          .get();
    }
    producer = kafka.producer();
    try (CataloguePublisher publisher = new CataloguePublisher(kafka, serdes)) {
      publisher.publish(tenant("acme"));
      publisher.publish(tenant("other"));
    }
  }

  /** With a key of its own name that may all, and one that may only read. */
  static Tenant tenant(String id) {
    return new Tenant(
        id,
        id,
        "0x" + "0b".repeat(20),
        "standard",
        List.of(Hash32.sha256(id.getBytes(UTF_8))),
        Tenant.Status.ACTIVE,
        List.of(
            new ApiKey(
                Hash32.sha256((id + " reads").getBytes(UTF_8)), List.of(Scope.ORDERS_READ), null)),
        null);
  }

  @AfterEach
  void stop() {
    http.close();
    receiver.close();
    producer.close();
    broker.close();
  }

  StageProcess stage(String instance, Duration attemptTimeout) {
    StageProcess stage =
        new StageProcess(broker.bootstrapServers(), directory, instance, attemptTimeout);
    port = stage.port();
    await().atMost(PATIENCE).until(stage::isReady);
    return stage;
  }

  Answer call(HttpMethod method, String path, String key, @Nullable String body)
      throws IOException {
    Answer answer =
        http.send(
            method,
            "http://127.0.0.1:" + port + "/v1/webhooks" + path,
            Map.of("authorization", "Bearer " + key, "content-type", "application/json"),
            body == null ? null : body.getBytes(UTF_8));
    Map<String, String> headers = new HashMap<>();
    answer.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    contract.check(
        new OpenApiContract.Raw(
            "/v1/webhooks" + path.replaceFirst("\\?.*", ""),
            answer.status(),
            headers,
            answer.body()),
        method.name());
    return answer;
  }

  JsonObject get(String path) throws IOException {
    Answer answer = call(HttpMethod.GET, path, "acme", null);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  JsonObject post(int status, String path, @Nullable JsonObject body) throws IOException {
    Answer answer = call(HttpMethod.POST, path, "acme", body == null ? null : body.encode());
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    return new JsonObject(answer.body());
  }

  /** Registers a receiver's path; gives the endpoint's id. */
  String register(String path, String... events) throws IOException {
    JsonObject body =
        new JsonObject()
            .put("url", receiver.url(path))
            .put("events", new JsonArray(List.of(events)));
    JsonObject made = post(201, "", body);
    assertThat(made.getString("secret")).startsWith("whsec_");
    receiver.expect(path, made.getString("secret"));
    return made.getString("id");
  }

  /** An order of a tenant ends. */
  void settle(String tenant, boolean isFailed) {
    byte[] id = Hash32.sha256(("order " + orders++).getBytes(UTF_8)).bytes();
    SettlementsRecord value = Settlements.settled(tenant, id, isFailed, System.currentTimeMillis());
    String topic = Topics.SETTLEMENTS.name();
    var _ =
        producer.send(
            new ProducerRecord<>(
                topic, id, serdes.of(Topics.SETTLEMENTS).serializer().serialize(topic, value)));
    producer.flush();
  }

  void awaitTaken(String path, int messages) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(receiver.taken(path)).as(path).hasSize(messages));
  }
}

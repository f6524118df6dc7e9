package dev.quittance.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.ingest.Samples;
import dev.quittance.ingest.TestSerdes;
import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Tenant;
import dev.quittance.planning.document.TenantLimits;
import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.schemas.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tenants at the gateway on a real listener and a real broker, of which one sends too much. */
class NoisyTenantIT {
  private static final String NOISY_KEY = "noisy-key";
  private static final int QUOTA = 10;
  private static final int NOISY_SENDERS = 32;
  private static final int STEADY_ORDERS = 100;
  private static final long STEADY_PAUSE_MS = 20;
  private static final int PARTITIONS = 2;

  @TempDir private Path directory;
  private final AtomicInteger numbers = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private EmbeddedKafka broker;
  private KafkaAccess kafka;
  private KafkaOrderRequestLog log;
  private HttpHost host;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    kafka = KafkaAccess.at(broker.bootstrapServers());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(Topics.ORDER_REQUESTS.name(), PARTITIONS, (short) 1)
                      .configs(Topics.ORDER_REQUESTS.settings())))
          .all()
          .get();
    }
    log =
        new KafkaOrderRequestLog(
            kafka.producer(), new TestSerdes().of(Topics.ORDER_REQUESTS).serializer(), 30_000);
    Catalogue catalogue = Samples.CATALOGUE.foldPolicy(2, noisy());
    host =
        HttpHost.open(
            "127.0.0.1",
            0,
            List.of(
                new Gateway(
                    new ApiKeys(() -> catalogue),
                    log,
                    new DirectoryBlobStore(directory.resolve("blobs")),
                    InstantSource.system(),
                    Samples.PROMISES,
                    () -> "fresh-" + numbers.incrementAndGet(),
                    () -> GatewayServer.FRESH_TRACE,
                    new Admission.Limits(1000, 1000, 16, 64, 1000),
                    () -> 0,
                    30_000)));
  }

  @AfterEach
  void stop() {
    client.close();
    host.close();
    log.close();
    broker.close();
  }

  @Test
  void onlyWhoSendsTooMuchIsRefused() throws Exception {
    AtomicBoolean isOver = new AtomicBoolean();
    ConcurrentLinkedQueue<HttpResponse<String>> toNoisy = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<String> accepted = new ConcurrentLinkedQueue<>();
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < NOISY_SENDERS; i++) {
      senders.add(
          Thread.ofVirtual()
              .start(() -> {
                while (!isOver.get()) {
                  toNoisy.add(order(NOISY_KEY, "noisy", accepted));
                }
              }));
    }
    List<HttpResponse<String>> toSteady = new ArrayList<>();
    for (int i = 0; i < STEADY_ORDERS; i++) {
      toSteady.add(order(Samples.ACME_KEY, "acme", accepted));
      Thread.sleep(STEADY_PAUSE_MS);
    }
    isOver.set(true);
    for (Thread sender : senders) {
      sender.join(Duration.ofSeconds(60));
    }

    assertThat(toSteady).extracting(HttpResponse::statusCode).containsOnly(202);
    assertThat(toNoisy).extracting(HttpResponse::statusCode).containsOnly(202, 429);
    assertThat(toNoisy)
        .filteredOn(answer -> answer.statusCode() == 429)
        .hasSizeGreaterThan(STEADY_ORDERS)
        .allSatisfy(answer ->
            assertThat(Long.parseLong(answer.headers().firstValue("Retry-After").orElse("0")))
                .isBetween(1L, 60L));
    assertThat(writtenIds()).isEqualTo(new HashSet<>(accepted)).hasSize(accepted.size());
  }

  /** Sends an order; the id of one that is accepted must be that of its tenant and key. */
  private HttpResponse<String> order(
      String key, String tenant, ConcurrentLinkedQueue<String> accepted) {
    int number = numbers.incrementAndGet();
    String sourceId = "order-" + number;
    String deadline = Long.toString(System.currentTimeMillis() + 3_600_000);
    String body =
        Samples.body("text " + number).replace("\"2026-01-05T12:00:00Z\"", "\"" + deadline + "\"");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + "/v1/orders"))
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", sourceId)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.sendAsync(request, BodyHandlers.ofString()).join();
    if (answer.statusCode() == 202) {
      String id = Order.orderId(tenant, "http", sourceId).hex();
      assertThat(answer.body()).contains("\"" + id + "\"");
      accepted.add(id);
    }
    return answer;
  }

  private Set<String> writtenIds() {
    Set<String> ids = new HashSet<>();
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      List<TopicPartition> partitions = new ArrayList<>();
      for (int i = 0; i < PARTITIONS; i++) {
        partitions.add(new TopicPartition(Topics.ORDER_REQUESTS.name(), i));
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(record -> assertThat(ids.add(Hash32.of(record.key()).hex())).isTrue());
      }
    }
    return ids;
  }

  private static Tenant noisy() {
    Tenant plain = Samples.tenant("noisy", Samples.ACME_BUYER, NOISY_KEY, Tenant.Status.ACTIVE);
    return new Tenant(
        plain.id(),
        plain.name(),
        plain.buyer(),
        plain.policy(),
        List.of(Hash32.sha256(NOISY_KEY.getBytes(StandardCharsets.UTF_8))),
        plain.status(),
        null,
        new TenantLimits(QUOTA, QUOTA, 4));
  }
}

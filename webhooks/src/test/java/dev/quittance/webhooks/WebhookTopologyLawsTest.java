package dev.quittance.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.schemas.avro.WebhookDispatch;
import dev.quittance.schemas.avro.WebhookDispatchesRecord;
import dev.quittance.schemas.avro.WebhookEnabled;
import dev.quittance.schemas.avro.WebhookEndpointsRecord;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import dev.quittance.schemas.avro.WebhookRegistered;
import dev.quittance.schemas.avro.WebhookResendAsked;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Overflow;
import dev.quittance.webhooks.domain.Pace;
import dev.quittance.webhooks.domain.RetrySchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receivers that answer anything, and dispatchers that die, over random courses. */
class WebhookTopologyLawsTest {
  private static final List<Integer> ANSWERS = List.of(0, 200, 204, 302, 400, 429, 500, 502, 504);
  private static final int STEPS = 400;

  @TempDir private Path directory;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private final Map<String, Endpoint> endpoints = new TreeMap<>();
  private final Map<String, List<WebhookDispatch>> attemptsOf = new TreeMap<>();
  private final List<WebhookDispatch> underWay = new ArrayList<>();
  private final Map<String, Integer> delivered = new HashMap<>();
  private final Map<String, Integer> expected = new TreeMap<>();
  private final Map<String, Integer> overflowed = new TreeMap<>();
  private TopologyTestDriver driver;
  private TestOutputTopic<byte[], WebhookDispatchesRecord> dispatches;
  private TestOutputTopic<byte[], WebhookEndpointsRecord> published;
  private TestOutputTopic<byte[], WebhookAttemptsRecord> notMade;
  private Random random = new Random(0);
  private long nowMs = 1_764_000_000_000L;
  private int orders;

  @BeforeEach
  void start() {
    start(1000);
  }

  private void start(int mostWaiting) {
    Properties settings =
        new StreamsSettings(KafkaAccess.at("127.0.0.1:1"), "test", directory, "one", 1, 100, 1)
            .of("webhooks");
    // The driver loses what is sent before the first record of a transaction is processed.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver =
        new TopologyTestDriver(
            WebhookTopology.of(serdes, () -> new EndpointBook(endpoints.values()), mostWaiting),
            settings,
            Instant.ofEpochMilli(nowMs));
    dispatches = output(Topics.WEBHOOK_DISPATCHES);
    published = output(Topics.WEBHOOK_ENDPOINTS);
    notMade = output(Topics.WEBHOOK_ATTEMPTS);
  }

  private <V extends SpecificRecord> TestOutputTopic<byte[], V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new ByteArrayDeserializer(), serdes.of(topic).deserializer());
  }

  private <V extends SpecificRecord> void send(Topic<V> topic, byte[] key, V value) {
    driver
        .createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            key,
            serdes.of(topic).serializer().serialize(topic.name(), value),
            Instant.ofEpochMilli(nowMs));
    collect();
  }

  private void tell(String endpointId, SpecificRecord body) {
    send(Topics.WEBHOOK_INBOX, WebhookRecords.key(endpointId), new WebhookInboxRecord(body));
  }

  private void collect() {
    for (KeyValue<byte[], WebhookEndpointsRecord> entry : published.readKeyValuesToList()) {
      String id = new String(entry.key, StandardCharsets.UTF_8);
      if (entry.value == null) {
        endpoints.remove(id);
      } else {
        endpoints.put(id, WebhookRecords.endpoint(entry.value.getBody()));
      }
    }
    for (WebhookAttemptsRecord record : notMade.readValuesToList()) {
      WebhookAttempt attempt = Objects.requireNonNull(record.getBody());
      assertThat(attempt.getAttempt()).isEqualTo(WebhookRecords.NO_ATTEMPT);
      assertThat(attempt.getStatus()).isZero();
      assertThat(attempt.getNextAt()).isZero();
      overflowed.merge(attempt.getEndpointId() + " " + attempt.getMessageId(), 1, Integer::sum);
    }
    for (WebhookDispatchesRecord record : dispatches.readValuesToList()) {
      WebhookDispatch dispatch = record.getBody();
      assertThat(underWay)
          .as("attempts under way")
          .noneMatch(other -> messageOf(other).equals(messageOf(dispatch)));
      underWay.add(dispatch);
      attemptsOf.computeIfAbsent(messageOf(dispatch), _ -> new ArrayList<>()).add(dispatch);
      assertThat(
              underWay.stream().filter(it -> it.getEndpointId().equals(dispatch.getEndpointId())))
          .as("to one endpoint at the same time")
          .hasSizeLessThanOrEqualTo(Pace.WIDEST);
    }
  }

  private static String messageOf(WebhookDispatch dispatch) {
    return dispatch.getEndpointId() + " " + dispatch.getMessageId();
  }

  private void register(String id, String tenant, List<String> events) {
    tell(id, new WebhookRegistered(id, tenant, "https://" + id + ".example/", events));
    assertThat(endpoints).containsKey(id);
    expect(id, "started");
  }

  /** Whoever wants messages of this type is to have one more. */
  private void expect(String id, String type) {
    if (Objects.requireNonNull(endpoints.get(id)).wants(type, nowMs)) {
      expected.merge(id, 1, Integer::sum);
    }
  }

  /** An order of a tenant ends; every third one fails. */
  private void settle(String tenant) {
    int number = orders++;
    byte[] id = Hash32.sha256(("order " + number).getBytes(StandardCharsets.UTF_8)).bytes();
    boolean isFailed = number % 3 == 0;
    String type = isFailed ? "error" : "order_completed";
    endpoints.values().stream()
        .filter(it -> it.tenant().equals(tenant))
        .forEach(it -> expect(it.id(), type));
    send(Topics.SETTLEMENTS, id, Settlements.settled(tenant, id, isFailed, nowMs));
  }

  private void answer(WebhookDispatch dispatch, int status) {
    Optional<Duration> pause =
        RetrySchedule.STANDARD.after(
            dispatch.getRound(), dispatch.getMessageId(), dispatch.getAttempt());
    if (status / 100 == 2) {
      delivered.merge(messageOf(dispatch), 1, Integer::sum);
    }
    underWay.remove(dispatch);
    send(
        Topics.WEBHOOK_ATTEMPTS,
        WebhookRecords.key(dispatch.getEndpointId()),
        new WebhookAttemptsRecord(
            new WebhookAttempt(
                dispatch.getEndpointId(),
                dispatch.getMessageId(),
                dispatch.getTenant(),
                dispatch.getEventType(),
                dispatch.getAttempt(),
                status,
                "",
                0L,
                5L,
                nowMs,
                status / 100 == 2 || status == 410
                    ? 0
                    : pause.map(it -> nowMs + it.toMillis()).orElse(0L))));
  }

  private void pass(Duration time) {
    nowMs += time.toMillis();
    driver.advanceWallClockTime(time);
    collect();
  }

  private void step() {
    switch (random.nextInt(8)) {
      case 0, 1, 2 -> settle(random.nextBoolean() ? "acme" : "other");
      case 3, 4, 5 -> {
        if (!underWay.isEmpty()) {
          WebhookDispatch dispatch = underWay.get(random.nextInt(underWay.size()));
          answer(dispatch, ANSWERS.get(random.nextInt(ANSWERS.size())));
          if (random.nextInt(4) == 0) {
            // Who made the attempt died before its offset was committed: it is made once more.
            answer(dispatch, ANSWERS.get(random.nextInt(ANSWERS.size())));
          }
        }
      }
      case 6 -> pass(Duration.ofMillis(random.nextLong(Duration.ofHours(6).toMillis())));
      default -> {
        if (!attemptsOf.isEmpty() && random.nextInt(5) == 0) {
          String message =
              new ArrayList<>(attemptsOf.keySet()).get(random.nextInt(attemptsOf.size()));
          WebhookDispatch known = Objects.requireNonNull(attemptsOf.get(message)).getFirst();
          tell(
              known.getEndpointId(),
              new WebhookResendAsked(
                  known.getEndpointId(), known.getTenant(), known.getMessageId()));
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void everyMessageArrivesOrEndsWithItsSchedule(long seed) {
    random = new Random(seed);
    try (TopologyTestDriver _ = driver) {
      register("ep_all", "acme", List.of());
      register("ep_errors", "acme", List.of("error", "started"));
      register("ep_other", "other", List.of("order_completed", "error"));
      for (int i = 0; i < STEPS; i++) {
        step();
      }
      for (Endpoint endpoint : List.copyOf(endpoints.values())) {
        tell(endpoint.id(), new WebhookEnabled(endpoint.id(), endpoint.tenant()));
        if (!endpoint.isEnabled()) {
          expect(endpoint.id(), "started");
        }
      }
      int rounds = 0;
      do {
        List.copyOf(underWay).forEach(dispatch -> answer(dispatch, 200));
        pass(Duration.ofHours(30));
      } while (!underWay.isEmpty() || rounds++ < 3);

      attemptsOf.forEach((message, attempts) -> {
        assertThat(attempts.stream().map(WebhookDispatch::getAttempt).toList())
            .as("numbers of the attempts of %s", message)
            .isEqualTo(java.util.stream.IntStream.rangeClosed(1, attempts.size()).boxed().toList());
        assertThat(attempts.stream().map(WebhookDispatch::getBody).distinct()).hasSize(1);
        assertThat(delivered.getOrDefault(message, 0) > 0 || attempts.size() >= 10)
            .as("%s is delivered or given up after its schedule", message)
            .isTrue();
      });
      Map<String, Integer> begun = new TreeMap<>();
      attemptsOf
          .values()
          .forEach(it -> begun.merge(it.getFirst().getEndpointId(), 1, Integer::sum));
      assertThat(begun).as("messages of each endpoint").isEqualTo(expected);
      assertThat(endpoints.values()).allMatch(Endpoint::isEnabled);
      assertThat(overflowed).isEmpty();
    }
  }

  /** An endpoint is away, gets more than may wait, comes back, and is asked to have the rest. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theNewestThatAreTooManyEndByNameAndCanBeHadLater(long seed) {
    random = new Random(seed);
    int most = 1 + random.nextInt(20);
    int tooMany = 1 + random.nextInt(40);
    driver.close();
    start(most);
    try (TopologyTestDriver _ = driver) {
      register("ep_away", "acme", List.of());
      for (int i = 1; i < most + tooMany; i++) {
        settle("acme");
        nowMs++;
        if (random.nextInt(4) == 0) {
          answerAll(500);
        }
        assertThat(overflowed).hasSize(Math.max(0, i + 1 - most));
        assertThat(overflowOf("ep_away").isOpen()).isEqualTo(i >= most);
      }
      answerAllInTime(200);
      assertThat(delivered).as("those that were taken").hasSize(most);
      assertThat(delivered.keySet()).doesNotContainAnyElementsOf(overflowed.keySet());
      assertThat(overflowOf("ep_away").untilMs()).isGreaterThan(overflowOf("ep_away").fromMs());

      int asked = 0;
      while (delivered.size() < most + tooMany) {
        assertThat(asked++).as("times that the rest was asked for").isLessThan(tooMany);
        overflowed.keySet().stream().filter(it -> !delivered.containsKey(it)).forEach(this::resend);
        answerAllInTime(200);
      }
      assertThat(delivered.values()).as("times that each was delivered").containsOnly(1);
      assertThat(expected).containsEntry("ep_away", delivered.size());
    }
  }

  private Overflow overflowOf(String id) {
    return Objects.requireNonNull(endpoints.get(id)).overflow();
  }

  private void resend(String message) {
    String[] names = message.split(" ", -1);
    tell(names[0], new WebhookResendAsked(names[0], "acme", names[1]));
  }

  private void answerAll(int status) {
    List.copyOf(underWay).forEach(dispatch -> answer(dispatch, status));
  }

  private void answerAllInTime(int status) {
    do {
      answerAll(status);
      pass(Duration.ofSeconds(10));
    } while (!underWay.isEmpty());
  }
}

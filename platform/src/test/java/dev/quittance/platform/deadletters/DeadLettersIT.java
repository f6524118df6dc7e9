package dev.quittance.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> LETTERS = List.of("results.dlq");

  @TempDir private Path folder = Path.of("");
  private final CrashingStage stage = new CrashingStage();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private EmbeddedKafka broker;
  private KafkaAccess kafka;

  @SuppressWarnings("NullAway.Init") // made before each test
  DeadLettersIT() {}

  @BeforeEach
  void start() throws ExecutionException, InterruptedException {
    broker = EmbeddedKafka.start(folder.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    kafka = KafkaAccess.at(broker.bootstrapServers());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              Stream.of("results", "results.dlq", "executions", "settlements", CrashingStage.OUT)
                  .map(name -> new NewTopic(name, 1, (short) 1))
                  .toList())
          .all()
          .get();
    }
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aPoisonRecordIsPassedByAndGoesThroughWhenItsCauseIsFixed() throws Exception {
    send("results", 1, WireFormat.encode(7, CrashingStage.result(1, "first")));
    send("results", 2, WireFormat.encode(7, CrashingStage.result(2, CrashingStage.POISON)));
    send("results", 3, WireFormat.encode(7, CrashingStage.result(3, "third")));
    Path strikes = settings().strikesFile("executor");
    try (StreamsApp _ = app()) {
      patiently().until(() -> Files.exists(strikes));
    }
    assertThat(Strikes.in(strikes).isEmpty()).as("strikes outlive the process").isFalse();

    try (StreamsApp _ = app()) {
      patiently().until(() -> codes().contains("third"));
      assertThat(codes()).containsExactly("first", "third");
      DeadLetter letter = DeadLetters.read(kafka, LETTERS).getFirst();
      assertThat(letter.id()).isEqualTo("results@0");
      assertThat(letter.origin()).contains(new Origin("results", 0, 1));
      assertThat(letter.reason()).contains("can't swallow it");
      assertThat(read("executions")).hasSize(1);
      assertThat(read("executions").getFirst().key()).isEqualTo(CrashingStage.orderId(2));

      stage.fix();
      redriveOnce();
      patiently().until(() -> codes().contains(CrashingStage.POISON));
      assertThat(codes()).containsExactly("first", "third", CrashingStage.POISON);
    }
    assertThat(failures).isEmpty();
  }

  private void redriveOnce() {
    try (Redrive dry = Redrive.dry(kafka, CrashingStage.SERDES)) {
      assertThat(dry.run(LETTERS, _ -> true, false))
          .singleElement()
          .isInstanceOf(Redrive.Outcome.Appended.class);
    }
    try (Redrive redrive = Redrive.of(kafka, CrashingStage.SERDES, "it")) {
      assertThat(redrive.run(LETTERS, _ -> true, false))
          .singleElement()
          .isInstanceOf(Redrive.Outcome.Appended.class);
      assertThat(redrive.run(LETTERS, _ -> true, false))
          .singleElement()
          .matches(isRefused("it was redriven before"));
    }
    assertThat(DeadLetters.read(kafka, LETTERS).getFirst().redrivenAtMs()).isPresent();
  }

  @Test
  void aLetterOfAnOrderThatHasEndedStaysWhereItIs() throws Exception {
    try (StreamsApp _ = app()) {
      send("results", 1, new byte[] {1, 2, 3});
      patiently().until(() -> !read("executions").isEmpty());
    }
    send("settlements", 1, settled(2, 0));
    try (Redrive dry = Redrive.dry(kafka, CrashingStage.SERDES)) {
      assertThat(dry.run(LETTERS, _ -> true, false))
          .as("the dead letter's own settlement is no end")
          .singleElement()
          .isInstanceOf(Redrive.Outcome.Appended.class);
      send("settlements", 1, settled(1, 2));
      assertThat(dry.run(LETTERS, _ -> true, false))
          .singleElement()
          .matches(isRefused("its order has ended COMPLETED"));
    }
    assertThat(read("results")).hasSize(1);
  }

  /** A stream thread dies of each strike, which is no failure of the test. */
  private static ConditionFactory patiently() {
    return await().dontCatchUncaughtExceptions().atMost(PATIENCE);
  }

  private static Predicate<Redrive.Outcome> isRefused(String reason) {
    return outcome ->
        outcome instanceof Redrive.Outcome.Refused refused && refused.reason().equals(reason);
  }

  private static byte[] settled(int verdict, int steps) {
    return WireFormat.encode(
        7,
        new SettlementsRecord(
            new OrderSettled(
                AvroValues.hash32(CrashingStage.orderId(1)),
                "acme",
                AvroValues.address20(new byte[20]),
                AvroValues.address20(new byte[20]),
                verdict,
                steps,
                steps,
                AvroValues.uint256(BigInteger.ZERO),
                List.of(),
                AvroValues.uint256(BigInteger.ZERO),
                AvroValues.uint256(BigInteger.ZERO),
                1L)));
  }

  private StreamsApp app() {
    DeadLetterOffice office = CrashingStage.office(Strikes.in(settings().strikesFile("executor")));
    return StreamsApp.start("executor", stage.topology(office), settings(), office, failures::add);
  }

  private StreamsSettings settings() {
    return new StreamsSettings(kafka, "it", folder.resolve("state"), "one", 1, 50, 1);
  }

  private void send(String topic, int order, byte[] value)
      throws ExecutionException, InterruptedException {
    try (Producer<byte[], byte[]> producer = kafka.producer()) {
      producer.send(new ProducerRecord<>(topic, 0, CrashingStage.orderId(order), value)).get();
    }
  }

  private List<String> codes() {
    return read(CrashingStage.OUT).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<byte[], byte[]> consumer = kafka.follower()) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }
}

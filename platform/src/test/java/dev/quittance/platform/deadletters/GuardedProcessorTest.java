package dev.quittance.platform.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.quittance.platform.streams.UndecodableToDeadLetters;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.ResultsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardedProcessorTest {
  private static final Origin FIRST = new Origin("results", 0, 0);
  private static final Instant WHEN = Instant.ofEpochMilli(1_000);

  @TempDir private Path folder = Path.of("");
  private final CrashingStage stage = new CrashingStage();

  @Test
  void threeCrashesMakeADeadLetterAndTheOrderFails() {
    Path file = folder.resolve("strikes.json");
    for (int strike = 1; strike <= Strikes.OUT; strike++) {
      assertThat(crash(Strikes.in(file)).strikes()).isEqualTo(strike);
    }

    Strikes strikes = Strikes.in(file);
    try (TopologyTestDriver driver = driver(CrashingStage.office(strikes))) {
      send(driver, CrashingStage.result(1, CrashingStage.POISON));
      send(driver, CrashingStage.result(2, "fine"));

      TestRecord<byte[], byte[]> letter = output(driver, "results.dlq").readRecord();
      assertThat(letter.key()).isEqualTo(CrashingStage.orderId(1));
      assertThat(letter.value())
          .isEqualTo(WireFormat.encode(7, CrashingStage.result(1, CrashingStage.POISON)));
      assertThat(header(letter, DeadLetterHeaders.REASON))
          .startsWith("java.lang.IllegalStateException: can't swallow it at ")
          .contains("CrashingStage");
      assertThat(header(letter, DeadLetterHeaders.ORIGIN)).isEqualTo("results:0:0");
      assertThat(header(letter, DeadLetterHeaders.STAGE)).isEqualTo("executor");
      assertThat(header(letter, DeadLetterHeaders.RETURN)).isEqualTo("results");
      assertThat(header(letter, DeadLetterHeaders.ORDER)).isEqualTo("0x" + "01".repeat(32));
      assertThat(header(letter, DeadLetterHeaders.TRACE)).isEqualTo("00-trace");
      TestRecord<byte[], byte[]> failed = output(driver, "executions").readRecord();
      assertThat(failed.key()).isEqualTo(CrashingStage.orderId(1));
      assertThat(header(failed, DeadLetterHeaders.TRACE)).isEqualTo("00-trace");
      assertOutcome(execution(failed.value()));
      assertThat(output(driver, CrashingStage.OUT).readValuesToList())
          .containsExactly("fine".getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void assertOutcome(Execution outcome) {
    assertThat(outcome.getOrderId().bytes()).isEqualTo(CrashingStage.orderId(1));
    assertThat(outcome.getStepId()).isEqualTo(AvroValues.noHash());
    assertThat(outcome.getStepIndex()).isEqualTo(-1);
    assertThat(outcome.getVerdict()).isEqualTo(2);
    assertThat(outcome.getCode()).isEqualTo("dead-lettered");
    assertThat(outcome.getMessage())
        .contains("record 0 of partition 0 of results")
        .contains("executor: java.lang.IllegalStateException");
    assertThat(outcome.getCompletedAt()).isEqualTo(WHEN.toEpochMilli());
    assertThat(AvroValues.hex(outcome.getAgent())).isEqualTo(CrashingStage.HOUSE.toString());
    assertThat(AvroValues.integer(outcome.getAmount())).isZero();
  }

  @Test
  void strikesAreKeptUntilThePassingByIsSurelyCommitted() {
    Strikes strikes = Strikes.inMemory();
    strikeOut(strikes);
    try (TopologyTestDriver driver = driver(CrashingStage.office(strikes))) {
      send(driver, CrashingStage.result(1, CrashingStage.POISON));
      send(driver, CrashingStage.result(2, "fine"));
      assertThat(strikes.reasonOut(FIRST)).isPresent();

      driver.advanceWallClockTime(Duration.ofSeconds(31));
      send(driver, CrashingStage.result(3, "fine"));
      assertThat(strikes.isEmpty()).isTrue();
    }
  }

  @Test
  void aSecondReaderEndsNoOrderAndIsRedrivenAlone() {
    Strikes strikes = Strikes.inMemory();
    strikeOut(strikes);
    try (TopologyTestDriver driver = driver(CrashingStage.office(strikes).ofSecondReader())) {
      send(driver, CrashingStage.result(1, CrashingStage.POISON));

      TestRecord<byte[], byte[]> letter = output(driver, "results.dlq").readRecord();
      assertThat(header(letter, DeadLetterHeaders.RETURN)).isEqualTo("results.redrive");
      assertThat(header(letter, DeadLetterHeaders.ORDER)).isEqualTo("0x" + "01".repeat(32));
      assertThat(output(driver, "executions").isEmpty()).isTrue();
    }
  }

  @Test
  void aFullDiskIsNoFaultOfTheRecord() {
    stage.failWith(new UncheckedIOException(new IOException("No space left on device")));
    Strikes strikes = Strikes.inMemory();
    try (TopologyTestDriver driver = driver(CrashingStage.office(strikes))) {
      Throwable failure =
          catchThrowable(() -> send(driver, CrashingStage.result(1, CrashingStage.POISON)));

      assertThat(failure).hasStackTraceContaining("No space left");
      assertThat(StrikeException.in(failure)).isEmpty();
      assertThat(strikes.isEmpty()).isTrue();
    }
  }

  @Test
  void whatDoesNotDecodeGoesToTheDeadLettersAsItIs() {
    try (TopologyTestDriver driver = driver(CrashingStage.office(Strikes.inMemory()))) {
      raw(driver, CrashingStage.orderId(1), new byte[] {1, 2, 3}, new RecordHeaders());
      raw(driver, new byte[] {1}, new byte[] {4}, new RecordHeaders());

      TestOutputTopic<byte[], byte[]> letters = output(driver, "results.dlq");
      TestRecord<byte[], byte[]> letter = letters.readRecord();
      assertThat(letter.value()).isEqualTo(new byte[] {1, 2, 3});
      assertThat(header(letter, DeadLetterHeaders.REASON)).startsWith("undecodable: ");
      assertThat(header(letter, DeadLetterHeaders.ORIGIN)).isEqualTo("results:0:0");
      assertThat(letters.readRecord().headers().lastHeader(DeadLetterHeaders.ORDER)).isNull();
      TestOutputTopic<byte[], byte[]> outcomes = output(driver, "executions");
      assertThat(execution(outcomes.readValue()).getCode()).isEqualTo("dead-lettered");
      assertThat(outcomes.isEmpty()).isTrue();
    }
  }

  @Test
  void anOutcomeMakesNoOtherOne() {
    try (TopologyTestDriver driver = driver(CrashingStage.office(Strikes.inMemory()))) {
      RecordHeaders headers = new RecordHeaders();
      headers.add(DeadLetterHeaders.OUTCOME, new byte[] {1});
      raw(driver, CrashingStage.orderId(1), new byte[] {1, 2, 3}, headers);

      assertThat(output(driver, "results.dlq").readValuesToList()).hasSize(1);
      assertThat(output(driver, "executions").isEmpty()).isTrue();
    }
  }

  @Test
  void aDamagedFileOfStrikesCountsFromZero() throws IOException {
    Path file = folder.resolve("strikes.json");
    Files.writeString(file, "[{\"origin\":");

    assertThat(Strikes.in(file).isEmpty()).isTrue();
    assertThat(crash(Strikes.in(file)).strikes()).isEqualTo(1);
    assertThat(Files.readString(file)).contains("\"results:0:0\"");
  }

  @Test
  void anOriginIsReadAsItIsWritten() {
    assertThat(Origin.parse("plans:3:17")).contains(new Origin("plans", 3, 17));
    assertThat(Origin.parse("plans:3")).isEmpty();
    assertThat(Origin.parse("plans:3:17:1")).isEmpty();
  }

  private void strikeOut(Strikes strikes) {
    for (int i = 0; i < Strikes.OUT; i++) {
      crash(strikes);
    }
  }

  /** Each driver reads from offset 0, as a task does whose transaction was aborted. */
  private StrikeException crash(Strikes strikes) {
    try (TopologyTestDriver driver = driver(CrashingStage.office(strikes))) {
      Throwable failure =
          catchThrowable(() -> send(driver, CrashingStage.result(1, CrashingStage.POISON)));
      Optional<StrikeException> strike = StrikeException.in(failure);
      assertThat(strike).map(StrikeException::origin).contains(FIRST);
      return strike.orElseThrow();
    }
  }

  private TopologyTestDriver driver(DeadLetterOffice office) {
    Properties properties = new Properties();
    properties.put(
        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
        UndecodableToDeadLetters.class.getName());
    properties.put(DeadLetterOffice.CONFIG, office);
    return new TopologyTestDriver(stage.topology(office), properties);
  }

  private static void send(TopologyTestDriver driver, ResultsRecord record) {
    byte[] orderId =
        ((dev.quittance.schemas.avro.TaskFailed) record.getBody()).getOrderId().bytes();
    RecordHeaders headers = new RecordHeaders();
    headers.add(DeadLetterHeaders.TRACE, "00-trace".getBytes(StandardCharsets.UTF_8));
    raw(driver, orderId, WireFormat.encode(7, record), headers);
  }

  private static void raw(
      TopologyTestDriver driver, byte[] key, byte[] value, RecordHeaders headers) {
    driver
        .createInputTopic(
            Topics.RESULTS.name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, WHEN));
  }

  private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    return DeadLetterHeaders.text(record.headers(), name).orElse("");
  }

  private static Execution execution(byte[] value) {
    ExecutionsRecord record =
        WireFormat.decode(value, Topics.EXECUTIONS.schema(), Topics.EXECUTIONS).orElseThrow();
    return record.getBody();
  }
}

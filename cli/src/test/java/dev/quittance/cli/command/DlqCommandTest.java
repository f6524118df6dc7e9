package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.platform.deadletters.DeadLetter;
import dev.quittance.platform.deadletters.DeadLetterHeaders;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ResultsRecord;
import dev.quittance.schemas.avro.TaskFailed;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DlqCommandTest {
  private static final String ORDER = "0x" + "ab".repeat(32);

  @ParameterizedTest
  @ValueSource(strings = {"plans", "plans@", "plans@x", "nothing@1", "settlements@1"})
  void whatIsNoIdIsAWrongCall(String id) {
    for (String command : new String[] {"show", "redrive"}) {
      CommandRun run = CommandRun.of("dlq", command, id);

      assertThat(run.exitCode()).as(command).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("\"" + id + "\" is no id").contains("dlq list");
      assertThat(run.out()).isEmpty();
    }
  }

  @Test
  void redriveWantsIdsOrAllAndNotBoth() {
    assertThat(CommandRun.of("dlq", "redrive").err()).contains("nothing was named");
    CommandRun both = CommandRun.of("dlq", "redrive", "--all", "plans@1");
    assertThat(both.err()).contains("--all and ids");
    assertThat(both.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void aRowSaysWhereFromWhyAndWhatBecameOfIt() {
    Table table = new Table("id", "when", "origin", "stage", "order", "state", "reason");
    table.row(DeadLetterText.row(letter(new byte[0], Optional.empty())));
    table.row(DeadLetterText.row(letter(new byte[0], Optional.of(2_000L))));

    assertThat(table.lines().get(1))
        .contains("results@5")
        .contains("1970-01-01T00:00:01Z")
        .contains("results:3:17")
        .contains("executor")
        .contains("0xababababab…")
        .contains("waiting")
        .contains("it crashed");
    assertThat(table.lines().get(2)).contains("redriven at 1970-01-01T00:00:02Z");
  }

  @Test
  void aValueIsShownAsJsonWhenItDecodes() {
    ResultsRecord record =
        new ResultsRecord(
            new TaskFailed(
                AvroValues.hash32(ORDER),
                AvroValues.noHash(),
                1,
                "timeout",
                "too slow",
                true,
                "",
                null,
                null),
            null,
            null);
    DeadLetter letter = letter(WireFormat.encode(7, record), Optional.empty());

    var value = DeadLetterText.value(letter, serde());

    assertThat(value.at("/value/body/orderId").asText()).isEqualTo(ORDER);
    assertThat(value.at("/value/body/retryable").asBoolean()).isTrue();
    assertThat(String.join("\n", DeadLetterText.lines(letter, value)))
        .contains("quittance.reason")
        .contains("\"code\" : \"timeout\"");
  }

  @Test
  void aValueThatDoesNotDecodeIsShownAsHexWithWhatIsWrong() {
    var value =
        DeadLetterText.value(letter(new byte[] {1, 2, (byte) 0xfe}, Optional.empty()), serde());

    assertThat(value.path("hex").asText()).isEqualTo("0x0102fe");
    assertThat(value.path("problem").asText()).contains("not a result");
  }

  private static DeadLetter letter(byte[] value, Optional<Long> redrivenAtMs) {
    ConsumerRecord<byte[], byte @Nullable []> record =
        new ConsumerRecord<>(
            "results.dlq",
            0,
            5,
            1000,
            org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME,
            0,
            value.length,
            new byte[0],
            value,
            new org.apache.kafka.common.header.internals.RecordHeaders(),
            Optional.empty());
    put(record, DeadLetterHeaders.ORIGIN, "results:3:17");
    put(record, DeadLetterHeaders.STAGE, "executor");
    put(record, DeadLetterHeaders.ORDER, ORDER);
    put(record, DeadLetterHeaders.REASON, "it crashed");
    return new DeadLetter(record, redrivenAtMs);
  }

  private static void put(
      ConsumerRecord<byte[], byte @Nullable []> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Serde<ResultsRecord> serde() {
    return Serdes.serdeFrom(
        (_, value) -> WireFormat.encode(7, value),
        (_, bytes) ->
            WireFormat.decode(bytes, Topics.RESULTS.schema(), Topics.RESULTS)
                .orElseThrow(() -> new SerializationException("not a result")));
  }
}

package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.deadletters.DeadLetter;
import dev.quittance.platform.deadletters.Origin;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.Serde;

/** A dead letter as a row, as lines and as JSON. */
final class DeadLetterText {
  private static final Pattern ID = Pattern.compile("([a-z-]+)@(\\d{1,18})");
  private static final int SHORT_ORDER = 12;
  private static final int SHORT_REASON = 90;
  private static final int SHOWN_BYTES = 256;

  private DeadLetterText() {}

  /** The topic that an id speaks of. */
  static Topic<?> topicOf(String id) {
    Matcher matcher = ID.matcher(id);
    return Topics.withDeadLetters().stream()
        .filter(topic -> matcher.matches() && topic.name().equals(matcher.group(1)))
        .findFirst()
        .orElseThrow(() ->
            new CommandFailure(
                ExitCode.USAGE,
                "\"" + id + "\" is no id of a dead letter",
                "Give topic and offset, such as plans@17; 'quittance dlq list' shows the ids."));
  }

  /** The cells of a list. */
  static String[] row(DeadLetter letter) {
    return new String[] {
      letter.id(),
      Instant.ofEpochMilli(letter.atMs()).toString(),
      letter.origin().map(Origin::toString).orElse("-"),
      letter.stage().isEmpty() ? "-" : letter.stage(),
      letter.orderId().map(id -> id.substring(0, SHORT_ORDER) + "…").orElse("-"),
      state(letter),
      shortened(letter.reason())
    };
  }

  /** What is known of it, without its value. */
  static ObjectNode json(DeadLetter letter) {
    ObjectNode json =
        Results.object()
            .put("id", letter.id())
            .put("at", Instant.ofEpochMilli(letter.atMs()).toString())
            .put("stage", letter.stage())
            .put("reason", letter.reason());
    letter.origin().ifPresent(origin -> json.put("origin", origin.toString()));
    letter.orderId().ifPresent(id -> json.put("orderId", id));
    letter.returnTopic().ifPresent(topic -> json.put("returnTopic", topic));
    letter
        .redrivenAtMs()
        .ifPresent(atMs -> json.put("redrivenAt", Instant.ofEpochMilli(atMs).toString()));
    return json;
  }

  /** Its value: {@code value} when it decodes, else {@code problem} and {@code hex}. */
  static ObjectNode value(DeadLetter letter, Serde<? extends IndexedRecord> serde) {
    byte[] value = letter.record().value();
    if (value == null) {
      return Results.object().put("problem", "the record has no value");
    }
    try (var decoder = serde.deserializer()) {
      JsonNode decoded = AvroJson.of(decoder.deserialize(letter.record().topic(), value));
      return Results.object().set("value", decoded);
    } catch (RuntimeException e) {
      return Results.object()
          .put("problem", "it does not decode: " + e)
          .put("bytes", value.length)
          .put("hex", AvroValues.hex(Arrays.copyOf(value, Math.min(value.length, SHOWN_BYTES))));
    }
  }

  /** All of it for people. */
  static List<String> lines(DeadLetter letter, ObjectNode value) {
    List<String> lines = new ArrayList<>();
    lines.add("%-20s%s".formatted("id", letter.id()));
    lines.add("%-20s%s".formatted("when", Instant.ofEpochMilli(letter.atMs())));
    lines.add("%-20s%s".formatted("state", state(letter)));
    byte[] key = letter.record().key();
    lines.add("%-20s%s".formatted("key", key == null ? "none" : AvroValues.hex(key)));
    for (Header header : letter.record().headers()) {
      byte[] text = header.value();
      lines.add(
          "%-20s%s"
              .formatted(
                  header.key(), text == null ? "" : new String(text, StandardCharsets.UTF_8)));
    }
    lines.add("");
    lines.addAll(
        (value.has("value") ? value.path("value") : value).toPrettyString().lines().toList());
    return lines;
  }

  private static String state(DeadLetter letter) {
    return letter
        .redrivenAtMs()
        .map(atMs -> "redriven at " + Instant.ofEpochMilli(atMs))
        .orElse("waiting");
  }

  private static String shortened(String reason) {
    String line = reason.lines().findFirst().orElse("");
    return line.length() <= SHORT_REASON ? line : line.substring(0, SHORT_REASON - 1) + "…";
  }
}

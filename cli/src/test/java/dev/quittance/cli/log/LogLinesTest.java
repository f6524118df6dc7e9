package dev.quittance.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.trace.WorkInHand;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class LogLinesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final WorkInHand WORK = new Work("planner", "0xabc", "0af765");

  private record Work(String stage, Optional<String> orderId, Optional<String> traceId)
      implements WorkInHand {
    Work(String stage, String orderId, String traceId) {
      this(stage, Optional.of(orderId), Optional.of(traceId));
    }
  }

  @Test
  void linesSayWhichOrderAndTraceTheyAreAbout() throws IOException {
    JsonNode line =
        JSON.readTree(new JsonLines("all", "blue-1").line(event(null), Optional.of(WORK)));

    assertThat(line.path("stage").asText()).isEqualTo("planner");
    assertThat(line.path("instance").asText()).isEqualTo("blue-1");
    assertThat(line.path("orderId").asText()).isEqualTo("0xabc");
    assertThat(line.path("traceId").asText()).isEqualTo("0af765");
    assertThat(line.path("level").asText()).isEqualTo("WARN");
    assertThat(line.path("message").asText()).isEqualTo("an orders record is \"passed\" by");
    assertThat(line.path("reason").asText()).isEqualTo("late");
    assertThat(line.has("error")).isFalse();
  }

  @Test
  void linesThatNoRecordCausedNameTheProcess() throws IOException {
    String text = new JsonLines("all", "blue-1").line(event(null), Optional.empty());

    assertThat(text).endsWith("}\n").doesNotContain("orderId");
    assertThat(JSON.readTree(text).path("stage").asText()).isEqualTo("all");
  }

  @Test
  void causesAreInTheLine() throws IOException {
    String text =
        new JsonLines("all", "blue-1")
            .line(event(new IllegalStateException("boom")), Optional.empty());

    assertThat(text.strip()).doesNotContain("\n");
    assertThat(JSON.readTree(text).path("error").asText())
        .startsWith("java.lang.IllegalStateException: boom");
  }

  @Test
  void peopleGetText() {
    assertThat(new TextLines().line(event(null), Optional.of(WORK)))
        .endsWith(" WARN  planner: an orders record is \"passed\" by orderId=0xabc reason=late\n");
  }

  private static LoggingEvent event(@Nullable Throwable thrown) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent(
            LogLinesTest.class.getName(),
            context.getLogger("dev.quittance.planner"),
            Level.WARN,
            "an orders record is \"passed\" by",
            thrown,
            null);
    event.setInstant(Instant.parse("2026-11-21T12:00:00Z"));
    event.setThreadName("planner-StreamThread-1");
    event.setMDCPropertyMap(Map.of());
    event.setKeyValuePairs(List.of(new KeyValuePair("reason", "late")));
    return event;
  }
}

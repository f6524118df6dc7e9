package dev.quittance.cli.up;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.http.BlockingHttp;
import java.util.Optional;

/** What {@code GET /health/ready} says of a process of a stage. */
final class HealthAnswer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int READY = 200;

  private HealthAnswer() {}

  /**
   * Why a process is not ready; empty when it is. An answer of any other process is none of its
   * own: a stage of another line, that has the port, would pass for it.
   *
   * @param pid of the process that was to answer
   */
  static Optional<String> whyNotReady(BlockingHttp.Answer answer, long pid) {
    JsonNode body;
    try {
      body = JSON.readTree(answer.body());
    } catch (JsonProcessingException _) {
      return Optional.of("another program answers on its port");
    }
    if (body.path("pid").asLong() != pid) {
      return Optional.of("another program answers on its port");
    }
    if (answer.status() == READY) {
      return Optional.empty();
    }
    for (JsonNode part : body.path("parts")) {
      if (!part.path("ready").asBoolean()) {
        return Optional.of(part.path("part").asText() + ": " + part.path("reason").asText());
      }
    }
    return Optional.of("it answers HTTP " + answer.status());
  }
}

package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a vendor says of its work, as far as it has the types that AgentL2 gives it. */
final class Metadata {
  private static final int MAX_CHARS = 200;

  private Metadata() {}

  /** Adds the known members under {@code stated}: nobody here can check them. */
  static void addTo(ObjectNode evidence, ObjectNode metadata) {
    ObjectNode stated = evidence.putObject("stated");
    JsonNode model = metadata.path("modelUsed");
    if (model.isTextual() && model.asText().length() <= MAX_CHARS) {
      stated.put("model", model.asText());
    }
    copyCount(metadata.path("tokensUsed"), stated, "tokens");
    copyCount(metadata.path("durationMs"), stated, "durationMs");
  }

  private static void copyCount(JsonNode count, ObjectNode stated, String name) {
    if (count.isIntegralNumber() && count.canConvertToLong() && count.asLong() >= 0) {
      stated.put(name, count.asLong());
    }
  }
}

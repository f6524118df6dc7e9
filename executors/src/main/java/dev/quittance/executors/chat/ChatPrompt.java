package dev.quittance.executors.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/**
 * Makes the message to the model of a step's input: {@code {"brief", "inputData"?, "revision"?:
 * {"message", "delivery"?}}}.
 */
final class ChatPrompt {
  private static final String INPUT = "\n\n--- Input Data ---\n";
  private static final String EARLIER = "\n\n--- Earlier Delivery ---\n";
  private static final String CHANGES = "\n\n--- Requested Changes ---\n";

  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  /** As {@code JSON.stringify(value, null, 2)} writes it. */
  private static final ObjectWriter PRETTY =
      JsonMapper.builder()
          .build()
          .writer(
              new DefaultPrettyPrinter(
                      Separators.createDefaultInstance()
                          .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                          .withObjectEmptySeparator("")
                          .withArrayEmptySeparator(""))
                  .withObjectIndenter(TWO_SPACES)
                  .withArrayIndenter(TWO_SPACES));

  private ChatPrompt() {}

  static String user(JsonNode input) {
    StringBuilder message = new StringBuilder(input.path("brief").asText(""));
    JsonNode data = input.path("inputData");
    if (!data.isMissingNode() && !data.isNull()) {
      message.append(INPUT).append(pretty(data));
    }
    JsonNode revision = input.path("revision");
    JsonNode delivery = revision.path("delivery");
    if (!delivery.isMissingNode() && !delivery.isNull()) {
      message.append(EARLIER).append(delivery.isTextual() ? delivery.asText() : pretty(delivery));
    }
    if (!revision.path("message").asText("").isBlank()) {
      message.append(CHANGES).append(revision.path("message").asText());
    }
    return message.toString();
  }

  private static String pretty(JsonNode value) {
    try {
      return PRETTY.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree is always writable", e);
    }
  }
}

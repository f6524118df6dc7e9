package dev.quittance.market.gigent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.yaml.GigentAgent.Format;
import java.io.IOException;

/**
 * The {@code delivery_data} of an output; pure. An executor that shapes its answers as Gigent's own
 * runtime does, {@code {content, format}} or {@code {result, format}}, has them delivered as they
 * are; any other output is put into the agent's form.
 */
final class DeliveryShape {
  private DeliveryShape() {}

  /** Shapes an output. */
  static ObjectNode of(byte[] output, Format format) throws IOException {
    JsonNode json;
    try {
      json = GigentApi.JSON.readTree(output);
    } catch (JsonProcessingException e) {
      throw new IOException("an output of the line is no JSON", e);
    }
    if (json instanceof ObjectNode object && isShaped(object)) {
      return object;
    }
    ObjectNode data = GigentApi.JSON.createObjectNode();
    if (format == Format.JSON && !json.isTextual()) {
      data.set("result", json);
    } else {
      String text = json.isTextual() ? json.textValue() : json.toPrettyString();
      data.put(format == Format.JSON ? "result" : "content", text);
    }
    return data.put(
        "format", format == Format.JSON && json.isTextual() ? Format.TEXT.key() : format.key());
  }

  private static boolean isShaped(ObjectNode output) {
    return output.path("format").isTextual() && (output.has("content") || output.has("result"));
  }
}

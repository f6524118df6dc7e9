package dev.quittance.executors.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;

/**
 * A schema as servers can enforce it while a model writes.
 *
 * <p>Names and lengths are left out: servers that turn a schema into a grammar refuse long bounded
 * repetitions, and ours are in the hundreds of thousands. The answer is held to the whole schema
 * afterwards.
 */
final class ModelSchema {
  private static final Set<String> LEFT_OUT =
      Set.of(
          "$schema", "$id", "title", "minLength", "maxLength", "minItems", "maxItems", "pattern");

  private ModelSchema() {}

  static ObjectNode of(JsonNode schema) {
    ObjectNode reduced = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : schema.properties()) {
      if (!LEFT_OUT.contains(member.getKey())) {
        reduced.set(
            member.getKey(),
            member.getKey().equals("properties")
                ? ofEach(member.getValue())
                : ofValue(member.getValue()));
      }
    }
    return reduced;
  }

  /** The members of {@code properties} are names of the document's, not keywords. */
  private static ObjectNode ofEach(JsonNode properties) {
    ObjectNode reduced = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      reduced.set(property.getKey(), ofValue(property.getValue()));
    }
    return reduced;
  }

  private static JsonNode ofValue(JsonNode value) {
    if (value.isObject()) {
      return of(value);
    }
    if (value.isArray()) {
      ArrayNode reduced = JsonNodeFactory.instance.arrayNode();
      value.forEach(item -> reduced.add(ofValue(item)));
      return reduced;
    }
    return value;
  }
}

package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Extraction: which fields are missing follows from those that are there. */
final class ExtractionRules implements AnswerRules {

  @Override
  public ObjectNode complete(JsonNode input, ObjectNode answer) {
    ObjectNode output = answer.deepCopy();
    ArrayNode missing = output.putArray("missing");
    for (JsonNode field : input.path("fields")) {
      String name = field.path("name").asText();
      if (!output.path("fields").has(name)) {
        missing.add(name);
      }
    }
    return output;
  }

  @Override
  public List<String> problems(JsonNode input, JsonNode output) {
    List<String> problems = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    for (JsonNode field : input.path("fields")) {
      String name = field.path("name").asText();
      wanted.add(name);
      JsonNode value = output.path("fields").path(name);
      if (field.path("required").asBoolean() && value.isMissingNode()) {
        problems.add("/fields: the required field '" + name + "' is not there");
      }
      if (!value.isMissingNode() && value.isArray() != field.path("many").asBoolean()) {
        problems.add(
            "/fields: '" + name + "' must be " + (value.isArray() ? "one text" : "a list"));
      }
    }
    for (Iterator<String> names = output.path("fields").fieldNames(); names.hasNext(); ) {
      if (!wanted.contains(names.next())) {
        problems.add("/fields: a field that was not asked for");
      }
    }
    return problems;
  }
}

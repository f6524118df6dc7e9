package dev.quittance.planning.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import org.jspecify.annotations.Nullable;

/** One filling-in of one input; stops at the first failure. Not thread-safe. */
final class Rendering {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, JsonNode> outputs;
  private final Map<Reference, CanonicalJson> inserted = new HashMap<>();
  private long insertedChars;
  private @Nullable Rendered failure;

  Rendering(Map<String, JsonNode> outputs) {
    this.outputs = outputs;
  }

  Rendered render(JsonNode template) {
    JsonNode filled = fill(template, 0);
    if (failure != null) {
      return failure;
    }
    CanonicalJson input = CanonicalJson.of(filled);
    return input.size() > Limits.INPUT_BYTES ? tooLong() : new Rendered.Ok(input);
  }

  private JsonNode fill(JsonNode node, int depth) {
    if (failure != null) {
      return node;
    }
    if (node.isTextual()) {
      return fillText(node.textValue(), depth);
    }
    if (node.isArray()) {
      ArrayNode array = NODES.arrayNode();
      node.forEach(item -> array.add(fill(item, depth + 1)));
      return array;
    }
    if (node.isObject()) {
      ObjectNode object = NODES.objectNode();
      node.properties()
          .forEach(member -> object.set(member.getKey(), fill(member.getValue(), depth + 1)));
      return object;
    }
    return node;
  }

  private JsonNode fillText(String text, int depth) {
    List<MatchResult> matches = InputTemplate.matches(text);
    if (matches.size() == 1 && matches.getFirst().group().length() == text.length()) {
      return value(InputTemplate.reference(matches.getFirst()), depth);
    }
    StringBuilder filled = new StringBuilder();
    int end = 0;
    for (MatchResult match : matches) {
      filled.append(text, end, match.start());
      JsonNode value = value(InputTemplate.reference(match), 0);
      if (failure != null) {
        return NODES.nullNode();
      }
      filled.append(value.isTextual() ? value.textValue() : CanonicalJson.of(value).text());
      end = match.end();
    }
    return TextNode.valueOf(filled.append(text, end, text.length()).toString());
  }

  /** The value at a reference, counted against the limits before anybody copies it. */
  private JsonNode value(Reference reference, int depth) {
    JsonNode value = find(reference);
    if (value.isMissingNode()) {
      return value;
    }
    insertedChars +=
        inserted.computeIfAbsent(reference, _ -> CanonicalJson.of(value)).text().length();
    if (insertedChars > Limits.INPUT_BYTES) {
      failure = tooLong();
    } else if (depth + depth(value) > Limits.DEPTH) {
      failure =
          new Rendered.TooLarge(
              "the input would be nested more than " + Limits.DEPTH + " deep at " + reference);
    }
    return value;
  }

  private JsonNode find(Reference reference) {
    JsonNode value = outputs.get(reference.step());
    if (value == null) {
      return missing(reference, reference + ": step " + reference.step() + " has no output");
    }
    for (String segment : reference.path()) {
      value = below(value, segment);
      if (value.isMissingNode()) {
        return missing(
            reference,
            reference + ": the output of " + reference.step() + " has nothing at " + segment);
      }
    }
    return value;
  }

  private JsonNode missing(Reference reference, String message) {
    failure = new Rendered.Missing(reference, message);
    return MissingNode.getInstance();
  }

  private static JsonNode below(JsonNode value, String segment) {
    if (!value.isArray()) {
      return value.path(segment);
    }
    boolean isIndex = segment.matches("0|[1-9][0-9]{0,8}");
    return isIndex ? value.path(Integer.parseInt(segment)) : MissingNode.getInstance();
  }

  private static int depth(JsonNode value) {
    int deepest = 0;
    for (JsonNode item : value) {
      deepest = Math.max(deepest, depth(item));
    }
    return value.isContainerNode() ? deepest + 1 : 0;
  }

  private static Rendered.TooLarge tooLong() {
    return new Rendered.TooLarge("the input would have more than " + Limits.INPUT_BYTES + " bytes");
  }
}

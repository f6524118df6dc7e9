package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A typed view of one JSON object of an input. What does not fit becomes a problem under its JSON
 * pointer (RFC 6901) and reads as a harmless value, so that all problems are found in one pass.
 */
record InputObject(JsonNode node, String pointer, InputProblems problems) {
  private static final int SHOWN_NAME_CHARS = 40;

  static InputObject root(JsonNode input, Set<String> known, InputProblems problems) {
    return of(input, "", known, problems);
  }

  private static InputObject of(
      JsonNode node, String pointer, Set<String> known, InputProblems problems) {
    var object = new InputObject(node, pointer, problems);
    if (!node.isObject()) {
      problems.add(pointer, "expected an object, got " + typeOf(node));
      return new InputObject(MissingNode.getInstance(), pointer, problems);
    }
    for (var field : node.properties()) {
      if (!known.contains(field.getKey())) {
        problems.add(object.at(field.getKey()), "unknown field; known are " + sorted(known));
      }
    }
    return object;
  }

  /** A required text of 1 to {@code maxChars} UTF-16 units that is not blank. */
  String text(String name, int maxChars) {
    if (node.isMissingNode()) {
      return "";
    }
    return readText(node.path(name), at(name), maxChars);
  }

  Optional<String> optionalText(String name, int maxChars) {
    return node.has(name) ? Optional.of(text(name, maxChars)) : Optional.empty();
  }

  boolean flag(String name) {
    var value = node.path(name);
    if (!value.isMissingNode() && !value.isBoolean()) {
      problems.add(at(name), "expected true or false, got " + typeOf(value));
    }
    return value.asBoolean(false);
  }

  int integer(String name, int min, int max, int fallback) {
    var value = node.path(name);
    if (value.isMissingNode()) {
      return fallback;
    }
    if (value.isIntegralNumber() && value.canConvertToInt()) {
      int number = value.intValue();
      if (number >= min && number <= max) {
        return number;
      }
    }
    problems.add(at(name), "expected an integer from " + min + " to " + max);
    return fallback;
  }

  /** A list of texts; an absent one is empty. */
  List<String> texts(String name, int maxItems, int maxChars) {
    var texts = new ArrayList<String>();
    var items = items(name, maxItems);
    for (int i = 0; i < items.size(); i++) {
      texts.add(readText(items.get(i), at(name) + "/" + i, maxChars));
    }
    return List.copyOf(texts);
  }

  /** A required list of 1 to {@code maxItems} objects. */
  List<InputObject> objects(String name, int maxItems, Set<String> known) {
    var objects = new ArrayList<InputObject>();
    var items = items(name, maxItems);
    for (int i = 0; i < items.size(); i++) {
      objects.add(of(items.get(i), at(name) + "/" + i, known, problems));
    }
    if (items.isEmpty() && !node.isMissingNode() && !(node.path(name).size() > 0)) {
      problems.add(at(name), "expected a list of 1 to " + maxItems + " objects");
    }
    return List.copyOf(objects);
  }

  String at(String name) {
    return pointer + "/" + escape(shown(name));
  }

  private List<JsonNode> items(String name, int maxItems) {
    var value = node.path(name);
    if (value.isMissingNode()) {
      return List.of();
    }
    if (!value.isArray()) {
      problems.add(at(name), "expected a list, got " + typeOf(value));
      return List.of();
    }
    if (value.size() > maxItems) {
      problems.add(at(name), "expected at most " + maxItems + " items, got " + value.size());
      return List.of();
    }
    var items = new ArrayList<JsonNode>();
    value.forEach(items::add);
    return items;
  }

  private String readText(JsonNode value, String where, int maxChars) {
    if (!value.isTextual()) {
      problems.add(where, "expected a text, got " + typeOf(value));
      return "";
    }
    var text = value.textValue();
    if (text.isBlank()) {
      problems.add(where, "expected a text that is not blank");
    } else if (text.length() > maxChars) {
      problems.add(where, "expected at most " + maxChars + " characters, got " + text.length());
    } else if (!isWellFormed(text)) {
      problems.add(where, "expected Unicode text, found half of a surrogate pair");
    } else {
      return text;
    }
    return "";
  }

  /** RFC 8785 has no bytes for an unpaired surrogate. */
  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static String shown(String name) {
    var shown = new StringBuilder();
    for (int i = 0; i < Math.min(name.length(), SHOWN_NAME_CHARS); i++) {
      char c = name.charAt(i);
      shown.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '?' : c);
    }
    return name.length() > SHOWN_NAME_CHARS ? shown.append('…').toString() : shown.toString();
  }

  private static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String sorted(Set<String> names) {
    return String.join(", ", names.stream().sorted().toList());
  }

  private static String typeOf(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.getNodeType().name().toLowerCase(Locale.ROOT);
  }
}

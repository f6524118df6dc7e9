package dev.quittance.planning.graph;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An inline input whose strings may refer to the outputs of other steps. Exactly {@code
 * {{name.output}}} and {@code {{name.output.a.0.b}}}, without spaces, are references (path segments
 * of letters, digits, {@code _} and {@code -}); any other text, with braces or not, stands for
 * itself. Member names are never filled in, nor is anything that an output brings along.
 *
 * @param json the input as ordered
 */
public record InputTemplate(CanonicalJson json) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{\\{([a-z][a-z0-9_]{0,31})\\.output((?:\\.[A-Za-z0-9_-]+)*)\\}\\}");

  /** All references, in canonical order of the input, each once. */
  public List<Reference> references() {
    if (!json.text().contains("{{")) {
      return List.of();
    }
    Set<Reference> found = new LinkedHashSet<>();
    collect(json.node(), found);
    return List.copyOf(found);
  }

  /** References of a step's input; none for a stored input, which is opaque. */
  public static List<Reference> references(OrderStep step) {
    return switch (step.input()) {
      case StepInput.Inline(CanonicalJson json) -> new InputTemplate(json).references();
      case StepInput.Stored _ -> List.of();
    };
  }

  /**
   * Fills in the references: a string that is one reference and nothing else becomes the JSON
   * value; inside of other text a string is inserted as it is and any other value as canonical
   * JSON.
   *
   * @param outputs outputs by step name; not changed
   */
  public Rendered render(Map<String, JsonNode> outputs) {
    return new Rendering(outputs).render(json.node());
  }

  private static void collect(JsonNode node, Set<Reference> found) {
    if (node.isTextual()) {
      matches(node.textValue()).forEach(match -> found.add(reference(match)));
    } else if (node.isObject()) {
      // Sorted, because the canonical order is that of the text and not of the tree's library.
      Map<String, JsonNode> members = new TreeMap<>();
      node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
      members.values().forEach(value -> collect(value, found));
    } else {
      node.forEach(item -> collect(item, found));
    }
  }

  static List<MatchResult> matches(String text) {
    List<MatchResult> matches = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      matches.add(matcher.toMatchResult());
    }
    return matches;
  }

  static Reference reference(MatchResult match) {
    String path = match.group(2);
    return new Reference(
        match.group(1), path.isEmpty() ? List.of() : List.of(path.substring(1).split("\\.", -1)));
  }
}

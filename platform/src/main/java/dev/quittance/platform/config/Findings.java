package dev.quittance.platform.config;

import com.networknt.schema.Error;
import dev.quittance.platform.config.ConfigProblem.Origin;
import dev.quittance.platform.config.SettingsSchema.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Turns what the JSON Schema objects to into problems with a place and plain words. */
final class Findings {
  private static final String DEFINE = "/executors/define";

  private final SettingsSchema schema;
  private final YamlTree tree;
  private final Environment environment;

  Findings(SettingsSchema schema, YamlTree tree, Environment environment) {
    this.schema = schema;
    this.tree = tree;
    this.environment = environment;
  }

  /** What is wrong with the settings. */
  List<ConfigProblem> of(JsonNode settings) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (Error error : schema.validate(settings)) {
      String at = error.getInstanceLocation().toString();
      switch (error.getKeyword()) {
        case "required" -> missing(Pointers.child(at, error.getProperty()), problems);
        case "additionalProperties" -> problems.add(unknown(at, error.getProperty()));
        case "propertyNames" -> problems.add(badName(at, error));
        case "not" -> problems.add(onKey(at, "is not to be set here; " + schema.expected(at)));
        default -> problems.add(wrong(at, error));
      }
    }
    problems.addAll(inlineSecrets(settings.at(DEFINE), DEFINE));
    return problems;
  }

  /** Secrets among what executors need: they belong into files. */
  private List<ConfigProblem> inlineSecrets(JsonNode node, String pointer) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String at = Pointers.child(pointer, member.getKey());
      if (member.getValue().isString() && Secrets.isExecutorSecret(member.getKey())) {
        String name = member.getKey();
        problems.add(
            onKey(
                at,
                "is a secret and must not stand here; write it into a file of its own and give"
                    + " that as "
                    + name
                    + "File"));
      }
      problems.addAll(inlineSecrets(member.getValue(), at));
    }
    return problems;
  }

  /** A missing section is reported by the keys that it must have. */
  private void missing(String pointer, List<ConfigProblem> problems) {
    List<Entry> inside = schema.required(pointer);
    if (inside.isEmpty()) {
      problems.add(
          onKey(pointer, "is missing; expected " + schema.expected(pointer) + example(pointer)));
    } else {
      inside.forEach(entry -> missing(entry.pointer(), problems));
    }
  }

  /** An example, unless what is expected has it already. */
  private String example(String pointer) {
    return schema
        .example(pointer)
        .filter(example -> !schema.expected(pointer).contains(example))
        .map(example -> ", for example " + example)
        .orElse("");
  }

  private ConfigProblem unknown(String section, String name) {
    List<String> siblings = schema.entries(section).stream().map(Entry::name).toList();
    String advice =
        Suggestion.nearest(name, siblings)
            .map(near -> "did you mean " + near + "?")
            .or(() -> elsewhere(name).map(pointer -> "did you mean " + pointer + "?"))
            .orElseGet(() -> "expected one of " + String.join(", ", siblings));
    return onKey(Pointers.child(section, name), "is no setting; " + advice);
  }

  /** The only names with a form are those of executors. */
  private ConfigProblem badName(String section, Error error) {
    return onKey(
        Pointers.child(section, error.getProperty()),
        "is no name of an executor; expected lower-case letters, digits and hyphens with at most"
            + " one slash, such as llm/local, and not builtin/…");
  }

  /** A key that stands in the wrong section. */
  private Optional<String> elsewhere(String name) {
    return schema.settings().stream()
        .filter(entry -> entry.name().equals(name))
        .map(Entry::pointer)
        .findFirst();
  }

  private ConfigProblem wrong(String pointer, Error error) {
    JsonNode node = error.getInstanceNode();
    String expected = "; expected " + schema.expected(pointer);
    boolean unquoted =
        error.getKeyword().equals("type")
            && schema.expectsText(pointer)
            && (node.isNumber() || node.isBoolean());
    Origin origin = environment.origin(pointer).map(Origin.class::cast).orElse(null);
    return new ConfigProblem(
        origin == null ? tree.valuePlace(pointer) : origin,
        pointer,
        found(pointer, node, error.getKeyword())
            + expected
            + (unquoted ? " (in quotes, to be taken as text)" : ""));
  }

  private static String found(String pointer, JsonNode node, String keyword) {
    String shown = shown(pointer, node);
    return switch (keyword) {
      case "minimum" -> shown + " is too small";
      case "maximum" -> shown + " is too large";
      case "type" ->
          switch (node.getNodeType()) {
            case OBJECT, POJO -> "is a section";
            case ARRAY -> "is a list";
            case NULL, MISSING -> "is empty";
            case STRING, BINARY -> shown + " is text";
            case NUMBER -> shown + " is a number";
            case BOOLEAN -> shown + " is a truth value";
          };
      default -> shown + " does not fit";
    };
  }

  private static String shown(String pointer, JsonNode node) {
    String text =
        node.isString()
            ? JsonNodeFactory.instance
                .stringNode(Secrets.masked(pointer, node.asString()))
                .toString()
            : Secrets.masked(pointer, node.toString());
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }

  private ConfigProblem onKey(String pointer, String text) {
    Origin origin = environment.origin(pointer).map(Origin.class::cast).orElse(null);
    return new ConfigProblem(origin == null ? tree.keyPlace(pointer) : origin, pointer, text);
  }
}

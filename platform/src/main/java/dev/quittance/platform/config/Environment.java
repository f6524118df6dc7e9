package dev.quittance.platform.config;

import dev.quittance.platform.config.ConfigProblem.InEnvironment;
import dev.quittance.platform.config.SettingsSchema.Entry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Environment variables laid over the file: {@code QUITTANCE_HTTP_PORT} is {@code /http/port},
 * {@code QUITTANCE_KAFKA_SASL_MECHANISM} is {@code /kafka/sasl.mechanism}.
 *
 * <p>A variable without content counts as absent, as composed containers set them so. One that
 * begins with a section's name and names no key of it is a problem; others, such as {@code
 * QUITTANCE_PASSPHRASE}, are somebody else's.
 */
final class Environment {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String PREFIX = "QUITTANCE_";
  private static final String KAFKA = PREFIX + "KAFKA_";
  private static final Pattern INTEGER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Pattern BOOLEAN = Pattern.compile("true|false");
  private static final Pattern HUMP = Pattern.compile("([a-z])([A-Z])");

  private final SettingsSchema schema;
  private final Map<String, InEnvironment> origins = new LinkedHashMap<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  private Environment(SettingsSchema schema) {
    this.schema = schema;
  }

  /** Finds the variables that are settings. */
  static Environment of(Map<String, String> variables, SettingsSchema schema) {
    Environment environment = new Environment(schema);
    Map<String, String> known = new TreeMap<>();
    schema.settings().forEach(entry -> known.put(variable(entry.pointer()), entry.pointer()));
    new TreeMap<>(variables)
        .forEach((name, value) -> {
          if (name.startsWith(PREFIX) && !value.isEmpty()) {
            environment.take(name, value, known);
          }
        });
    return environment;
  }

  /** The variable of a setting. */
  static String variable(String pointer) {
    String words = HUMP.matcher(pointer.substring(1)).replaceAll("$1_$2");
    return PREFIX + words.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** Variables that name no setting. */
  List<ConfigProblem> problems() {
    return List.copyOf(problems);
  }

  /** The variable that a setting comes from, if it does not come from the file. */
  Optional<InEnvironment> origin(String pointer) {
    return Optional.ofNullable(origins.get(pointer));
  }

  /** Puts the variables' values into a tree, in place of the file's. */
  void overlay(ObjectNode root) {
    values.forEach((pointer, text) -> {
      List<String> names = Pointers.names(pointer);
      ObjectNode section = root;
      for (String name : names.subList(0, names.size() - 1)) {
        section = section(section, name);
      }
      section.set(names.getLast(), json(pointer, text));
    });
  }

  /** A section, made when missing; one that is none is reported as such, and left alone here. */
  private static ObjectNode section(ObjectNode around, String name) {
    JsonNode present = around.path(name);
    if (present.isMissingNode()) {
      return around.putObject(name);
    }
    return present instanceof ObjectNode object ? object : JSON.objectNode();
  }

  private JsonNode json(String pointer, String text) {
    if (schema.expectsBoolean(pointer) && BOOLEAN.matcher(text).matches()) {
      return JSON.booleanNode(text.equals("true"));
    }
    return schema.expectsInteger(pointer) && INTEGER.matcher(text).matches()
        ? JSON.numberNode(new BigInteger(text))
        : JSON.stringNode(text);
  }

  private void take(String name, String value, Map<String, String> known) {
    String pointer = known.get(name);
    if (pointer == null && name.startsWith(KAFKA)) {
      String setting = name.substring(KAFKA.length()).toLowerCase(Locale.ROOT).replace('_', '.');
      pointer = Pointers.child("/kafka", setting);
    }
    if (pointer != null) {
      origins.put(pointer, new InEnvironment(name));
      values.put(pointer, value);
    } else if (isInSection(name)) {
      String meant =
          Suggestion.nearest(name, known.keySet()).map(n -> "; did you mean " + n + "?").orElse("");
      problems.add(new ConfigProblem(new InEnvironment(name), "", "names no setting" + meant));
    }
  }

  private boolean isInSection(String name) {
    return schema.entries("").stream()
        .filter(Entry::isSection)
        .anyMatch(section -> name.startsWith(variable(section.pointer()) + "_"));
  }
}

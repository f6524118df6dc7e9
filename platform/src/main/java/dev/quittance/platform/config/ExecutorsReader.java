package dev.quittance.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Makes typed settings of the section {@code executors}, which fits the schema. */
final class ExecutorsReader {
  private static final String SECTION = "/executors";
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final YamlTree yaml;

  /**
   * @param folder what relative paths are relative to
   */
  ExecutorsReader(Path folder, YamlTree yaml) {
    this.folder = folder;
    this.yaml = yaml;
  }

  ExecutorSettings read(SettingsMapping.Executors mapping) {
    JsonNode limits = yaml.root().at(SECTION + "/limits");
    Map<String, ExecutorDefinition> define = new HashMap<>();
    for (var entry : yaml.root().at(SECTION + "/define").properties()) {
      define.put(entry.getKey(), definition(entry.getKey(), entry.getValue()));
    }
    return new ExecutorSettings(
        mapping.inFlight(),
        mapping.drain(),
        mapping.outputBytes(),
        new ExecutorSettings.Limits(
            mapping.limits().tenant(),
            mapping.limits().agent(),
            mapping.limits().provider(),
            numbers(limits.path("tenants")),
            numbers(limits.path("agents")),
            numbers(limits.path("providers"))),
        define);
  }

  private ExecutorDefinition definition(String name, JsonNode section) {
    ObjectNode settings = absolute(section);
    String type = settings.remove("type").asText();
    var provider = settings.remove("provider");
    Map<String, String> places = new HashMap<>();
    yaml.placesIn(Pointers.child(SECTION + "/define", name))
        .forEach((pointer, place) -> places.put(pointer, place.toString()));
    return new ExecutorDefinition(
        type, provider == null ? name : provider.asText(), settings, places);
  }

  /** A section whose paths are absolute, in the Jackson that executors know. */
  private ObjectNode absolute(JsonNode section) {
    try {
      return (ObjectNode) MAPPER.readTree(withPaths("", section).toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what one Jackson writes another reads", e);
    }
  }

  private JsonNode withPaths(String name, JsonNode node) {
    if (node.isObject()) {
      var copy = JsonNodeFactory.instance.objectNode();
      node.properties()
          .forEach(
              member -> copy.set(member.getKey(), withPaths(member.getKey(), member.getValue())));
      return copy;
    }
    if (node.isArray()) {
      var copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> copy.add(withPaths(name, item)));
      return copy;
    }
    return node.isString() && name.endsWith("File")
        ? JsonNodeFactory.instance.stringNode(
            folder.resolve(node.asString()).normalize().toString())
        : node;
  }

  private static Map<String, Integer> numbers(JsonNode section) {
    Map<String, Integer> numbers = new HashMap<>();
    section.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asInt()));
    return numbers;
  }
}

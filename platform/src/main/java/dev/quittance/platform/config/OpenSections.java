package dev.quittance.platform.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sections of the settings whose members only their reader knows. */
final class OpenSections {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final Path folder;
  private final YamlTree yaml;

  /**
   * @param folder what relative paths are relative to
   */
  OpenSections(Path folder, YamlTree yaml) {
    this.folder = folder;
    this.yaml = yaml;
  }

  /** What stands at a JSON Pointer. */
  JsonNode at(String pointer) {
    return yaml.root().at(pointer);
  }

  /** Where each member of a section stands, by its pointer in there. */
  Map<String, String> places(String section) {
    Map<String, String> places = new HashMap<>();
    yaml.placesIn(section).forEach((pointer, place) -> places.put(pointer, place.toString()));
    return places;
  }

  /** A section whose paths are absolute, in the Jackson that executors know. */
  ObjectNode absolute(JsonNode section) {
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
}

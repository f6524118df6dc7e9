package dev.quittance.platform.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.ExecutorSettings;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Makes typed settings of the section {@code executors}, which fits the schema. */
final class ExecutorsReader {
  private static final String SECTION = "/executors";

  private final OpenSections sections;

  ExecutorsReader(OpenSections sections) {
    this.sections = sections;
  }

  ExecutorSettings read(SettingsMapping.Executors mapping) {
    JsonNode limits = sections.at(SECTION + "/limits");
    Map<String, ExecutorDefinition> define = new HashMap<>();
    for (var entry : sections.at(SECTION + "/define").properties()) {
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
    ObjectNode settings = sections.absolute(section);
    String type = settings.remove("type").asText();
    var provider = settings.remove("provider");
    return new ExecutorDefinition(
        type,
        provider == null ? name : provider.asText(),
        settings,
        sections.places(Pointers.child(SECTION + "/define", name)));
  }

  private static Map<String, Integer> numbers(JsonNode section) {
    Map<String, Integer> numbers = new HashMap<>();
    section.properties().forEach(entry -> numbers.put(entry.getKey(), entry.getValue().asInt()));
    return numbers;
  }
}

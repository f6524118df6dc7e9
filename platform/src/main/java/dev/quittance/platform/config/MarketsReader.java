package dev.quittance.platform.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.MarketDefinition;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes typed settings of the section {@code markets}, which fits the schema. */
final class MarketsReader {
  private static final String SECTION = "/markets";

  private final OpenSections sections;

  MarketsReader(OpenSections sections) {
    this.sections = sections;
  }

  Map<String, MarketDefinition> read() {
    Map<String, MarketDefinition> markets = new LinkedHashMap<>();
    for (var entry : sections.at(SECTION).properties()) {
      String name = entry.getKey();
      ObjectNode settings = sections.absolute(entry.getValue());
      String kind = settings.remove("kind").asText();
      String tenant = settings.remove("tenant").asText();
      markets.put(
          name,
          new MarketDefinition(
              name, kind, tenant, settings, sections.places(Pointers.child(SECTION, name))));
    }
    return markets;
  }
}

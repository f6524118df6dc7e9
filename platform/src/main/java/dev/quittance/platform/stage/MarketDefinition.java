package dev.quittance.platform.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A foreign marketplace, as the settings define it.
 *
 * @param name the {@code source} of its orders, unique in a line
 * @param kind names the adapter
 * @param tenant in whose name its orders come
 * @param settings what else stands in its section, for the adapter; paths are absolute
 * @param places where each member stands, as {@code file:line:column}, by its JSON Pointer inside
 *     of the section; the section itself has the empty one
 */
public record MarketDefinition(
    String name, String kind, String tenant, ObjectNode settings, Map<String, String> places) {
  public MarketDefinition {
    settings = settings.deepCopy();
    places = Map.copyOf(places);
  }

  /** A copy of the settings, free to be changed. */
  @Override
  public ObjectNode settings() {
    return settings.deepCopy();
  }

  /** Where a member stands, or the nearest one around it that is there. */
  public String place(String pointer) {
    for (String at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
      String place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return places.getOrDefault("", "the settings");
  }

  /** Without the settings, which may hold a secret. */
  @Override
  public String toString() {
    return "MarketDefinition[name=%s, kind=%s, tenant=%s]".formatted(name, kind, tenant);
  }
}

package dev.quittance.webhooks;

import dev.quittance.platform.events.EventTypes;
import dev.quittance.platform.http.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The body that registers an endpoint: {@code {"url", "events"?}}, and nothing else.
 *
 * @param events types, each once; none for all
 */
record EndpointRequest(String url, List<String> events) {
  private static final Set<String> MEMBERS = Set.of("url", "events");

  EndpointRequest {
    events = List.copyOf(events);
  }

  /** What a body turned out to be. */
  sealed interface Reading {
    /** It can be used, if its URL may be called. */
    record Usable(EndpointRequest request) implements Reading {}

    /** It can't. */
    record Refused(Problem problem) implements Reading {}
  }

  /** Reads a body. */
  static Reading read(@Nullable Buffer body) {
    JsonObject json;
    try {
      json = body == null ? new JsonObject() : new JsonObject(body);
    } catch (DecodeException _) {
      return new Reading.Refused(
          Problem.of(400, "malformed-json", "Malformed JSON", "The body is no JSON object."));
    }
    List<Problem.Fault> faults = new ArrayList<>();
    json.fieldNames().stream()
        .filter(name -> !MEMBERS.contains(name))
        .forEach(name -> faults.add(new Problem.Fault(pointer(name), "is no member of this body")));
    if (!(json.getValue("url") instanceof String)) {
      faults.add(new Problem.Fault("/url", "is missing or no text; expected an https URL"));
    }
    Set<String> events = events(json, faults);
    if (!faults.isEmpty()) {
      return new Reading.Refused(invalid(faults));
    }
    return new Reading.Usable(new EndpointRequest(json.getString("url"), List.copyOf(events)));
  }

  /** The problem of a body with faults. */
  static Problem invalid(List<Problem.Fault> faults) {
    return new Problem(
        422,
        "invalid-webhook",
        "Invalid webhook",
        "The body breaks the rules for webhooks; errors lists each place.",
        faults);
  }

  private static Set<String> events(JsonObject json, List<Problem.Fault> faults) {
    Set<String> events = new LinkedHashSet<>();
    if (!json.containsKey("events")) {
      return events;
    }
    if (!(json.getValue("events") instanceof JsonArray list)) {
      faults.add(new Problem.Fault("/events", "is no list; expected types of events"));
      return events;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.getValue(i) instanceof String type && EventTypes.ALL.contains(type)) {
        events.add(type);
      } else {
        faults.add(
            new Problem.Fault(
                "/events/" + i,
                "is no type of event; expected one of " + String.join(", ", EventTypes.ALL)));
      }
    }
    return events;
  }

  private static String pointer(String name) {
    return "/" + name.replace("~", "~0").replace("/", "~1");
  }
}

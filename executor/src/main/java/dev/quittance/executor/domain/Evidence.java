package dev.quittance.executor.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StrictJson;
import java.nio.charset.StandardCharsets;

/** What a worker says of how it did its work: anybody's text, until it was read here. */
public sealed interface Evidence {
  /** The most bytes that go on, as given and in canonical form. */
  int MAX_BYTES = 4 * 1024;

  /** The worker says nothing. */
  record None() implements Evidence {}

  /** A JSON object. */
  record Given(CanonicalJson json) implements Evidence {}

  /** Text that goes no further. */
  record Unfit(String reason) implements Evidence {}

  /** Reads what a worker gave. */
  static Evidence of(String text) {
    return switch (StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), MAX_BYTES)) {
      case Parsed.Bad<JsonNode> bad -> new Unfit(bad.message());
      case Parsed.Ok<JsonNode>(ObjectNode object) -> given(object);
      case Parsed.Ok<JsonNode> _ -> new Unfit("is no JSON object");
    };
  }

  private static Evidence given(ObjectNode object) {
    CanonicalJson json = CanonicalJson.of(object);
    return json.size() <= MAX_BYTES
        ? new Given(json)
        : new Unfit("has " + json.size() + " bytes in canonical form, at most " + MAX_BYTES);
  }

  /**
   * What an execution keeps of it: the worker's members, and as {@code attempts} how many attempts
   * were made.
   */
  default CanonicalJson after(int attempts) {
    ObjectNode members =
        switch (this) {
          case Given(CanonicalJson json) -> (ObjectNode) json.node();
          case None _, Unfit _ -> JsonNodeFactory.instance.objectNode();
        };
    return CanonicalJson.of(members.put("attempts", attempts));
  }
}

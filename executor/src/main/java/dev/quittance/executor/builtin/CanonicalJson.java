package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes outputs as RFC 8785 JSON. */
final class CanonicalJson {
  private CanonicalJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static TaskOutcome completed(ObjectNode output) {
    return new TaskOutcome.Completed(
        dev.quittance.planning.document.CanonicalJson.of(output).bytes());
  }
}

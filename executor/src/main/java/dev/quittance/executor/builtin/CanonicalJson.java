package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.erdtman.jcs.JsonCanonicalizer;

/** Writes outputs as RFC 8785 JSON. */
final class CanonicalJson {
  private CanonicalJson() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static TaskOutcome completed(ObjectNode output) {
    try {
      return new TaskOutcome.Completed(new JsonCanonicalizer(output.toString()).getEncodedUTF8());
    } catch (IOException impossible) {
      // The canonicaliser parses what Jackson has just written; only a bug in either can fail here.
      throw new UncheckedIOException(impossible);
    }
  }
}

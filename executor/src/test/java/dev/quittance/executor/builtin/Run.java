package dev.quittance.executor.builtin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.executor.builtin.TaskOutcome.Completed;
import dev.quittance.executor.builtin.TaskOutcome.Failed;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Runs a built-in executor in a test and reads its outcome. */
final class Run {
  static final ObjectMapper JSON = new ObjectMapper();

  private Run() {}

  static TaskOutcome outcome(String service, JsonNode input) {
    return BuiltinExecutors.find("builtin/" + service).orElseThrow().run(input);
  }

  static JsonNode output(String service, JsonNode input) {
    return switch (outcome(service, input)) {
      case Completed completed -> parse(completed.canonicalOutput());
      case Failed failed -> throw new AssertionError(failed.toString());
    };
  }

  static Failed failure(String service, JsonNode input) {
    return switch (outcome(service, input)) {
      case Failed failed -> failed;
      case Completed completed -> throw new AssertionError(completed.toString());
    };
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode parse(byte[] utf8) {
    try {
      return JSON.readTree(utf8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

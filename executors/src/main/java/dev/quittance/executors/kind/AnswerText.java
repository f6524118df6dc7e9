package dev.quittance.executors.kind;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Finds JSON objects in what a model wrote: bare, in a fenced block, or among prose. */
final class AnswerText {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Enough for prose with a few braces before the answer; bounds the work on garbage. */
  private static final int MAX_STARTS = 64;

  private static final String END_OF_THOUGHT = "</think>";

  private AnswerText() {}

  /** All objects that are not part of another one, in their order. */
  static List<ObjectNode> objects(String text) {
    int thought = text.lastIndexOf(END_OF_THOUGHT);
    String said = thought < 0 ? text : text.substring(thought + END_OF_THOUGHT.length());
    List<ObjectNode> found = new ArrayList<>();
    int start = said.indexOf('{');
    for (int tried = 0; start >= 0 && tried < MAX_STARTS; tried++) {
      int end = readAt(said, start, found);
      start = said.indexOf('{', end);
    }
    return found;
  }

  /** Reads one object; gives the place where the next may start. */
  private static int readAt(String text, int start, List<ObjectNode> found) {
    try (JsonParser parser = JSON.createParser(text.substring(start))) {
      JsonNode value = parser.readValueAsTree();
      if (value instanceof ObjectNode object) {
        found.add(object);
        return start + (int) parser.currentLocation().getCharOffset();
      }
    } catch (IOException _) {
      // not JSON from here on: perhaps from the next brace
    }
    return start + 1;
  }
}

package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a kind knows about its answers beyond their schema: pure functions. */
public interface AnswerRules {
  /** Most kinds: the answer is the output, and its schema says all. */
  AnswerRules NONE = (_, _) -> List.of();

  /** What is wrong with an output that fits the schema, seen together with its input. */
  List<String> problems(JsonNode input, JsonNode output);

  /** The output that an answer makes: adds what is computed better than asked for. */
  default ObjectNode complete(JsonNode input, ObjectNode answer) {
    return answer;
  }
}

package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.json.JsonContract;
import java.util.ArrayList;
import java.util.List;

/**
 * A kind of task: how a model is asked, and what is promised about input and output.
 *
 * @param service the name under which it is ordered
 * @param input what an order may hold
 * @param answer what the model is asked for
 * @param output what the buyer gets: the answer, with what is computed from it and the input
 */
public record TaskKind(
    String service,
    PromptTemplate prompt,
    JsonContract input,
    JsonContract answer,
    JsonContract output,
    AnswerRules rules) {

  /** The name and version, such as {@code sentiment-analysis@1}. */
  public String id() {
    return prompt.id();
  }

  /** SHA-256 of prompt and answer schema, 64 hex digits. */
  public String promptHash() {
    return prompt.hash(answer);
  }

  /** The messages for an input. */
  public PromptTemplate.Prompt render(JsonNode input) {
    return prompt.render(input, answer);
  }

  /**
   * Reads an answer: leniently where the JSON stands, strictly what it holds. Of several objects
   * the first that keeps all promises counts.
   */
  public KindReading read(JsonNode input, String text) {
    List<ObjectNode> candidates = AnswerText.objects(text);
    List<String> firstProblems = new ArrayList<>();
    for (ObjectNode candidate : candidates) {
      List<String> problems = new ArrayList<>();
      answer.problems(candidate).forEach(problem -> problems.add(problem.toString()));
      if (problems.isEmpty()) {
        ObjectNode whole = rules.complete(input, candidate);
        output.problems(whole).forEach(problem -> problems.add(problem.toString()));
        problems.addAll(rules.problems(input, whole));
        if (problems.isEmpty()) {
          return new KindReading.Kept(whole);
        }
      }
      if (firstProblems.isEmpty()) {
        firstProblems.addAll(problems);
      }
    }
    return new KindReading.Broken(
        candidates.isEmpty() ? List.of("there is no whole JSON object in it") : firstProblems);
  }
}

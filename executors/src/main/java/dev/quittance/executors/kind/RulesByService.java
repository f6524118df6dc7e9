package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of the kinds that have some. */
final class RulesByService {
  private static final int DEFAULT_SENTENCES = 3;

  private RulesByService() {}

  static AnswerRules of(String service) {
    return switch (service) {
      case "summarization" -> RulesByService::summarization;
      case "translation" -> RulesByService::translation;
      case "classification" -> RulesByService::classification;
      case "question-answering" -> RulesByService::questionAnswering;
      case "code-generation" -> RulesByService::codeGeneration;
      case "code-review" -> new CodeReviewRules();
      case "extraction" -> new ExtractionRules();
      default -> AnswerRules.NONE;
    };
  }

  private static List<String> summarization(JsonNode input, JsonNode output) {
    int wanted = input.path("sentences").asInt(DEFAULT_SENTENCES);
    int given = output.path("sentences").size();
    return given <= wanted
        ? List.of()
        : List.of("/sentences: " + given + " sentences, at most " + wanted + " are wanted");
  }

  private static List<String> translation(JsonNode input, JsonNode output) {
    String wanted = input.path("to").asText();
    return output.path("to").asText().equalsIgnoreCase(wanted)
        ? List.of()
        : List.of("/to: not the language that was asked for, " + wanted);
  }

  private static List<String> classification(JsonNode input, JsonNode output) {
    Set<String> labels = texts(input.path("labels"), "label");
    List<String> problems = new ArrayList<>();
    String label = output.path("label").asText();
    boolean isFallback = input.has("fallback") && input.path("fallback").asText().equals(label);
    if (!labels.contains(label) && !isFallback) {
      problems.add("/label: not one of the input's labels");
    }
    if (!labels.containsAll(texts(output.path("scores"), "label"))) {
      problems.add("/scores: a label that the input does not have");
    }
    return problems;
  }

  private static List<String> questionAnswering(JsonNode input, JsonNode output) {
    List<String> problems = new ArrayList<>();
    Set<String> passages = texts(input.path("passages"), "id");
    for (JsonNode source : output.path("sources")) {
      if (!passages.contains(source.asText())) {
        problems.add("/sources: an id that no passage of the input has");
        break;
      }
    }
    if (output.path("answerable").asBoolean() == output.path("answer").asText().isBlank()) {
      problems.add("/answer: must hold a text exactly when answerable is true");
    }
    return problems;
  }

  private static List<String> codeGeneration(JsonNode input, JsonNode output) {
    Set<String> paths = new HashSet<>();
    for (JsonNode file : output.path("files")) {
      String path = file.path("path").asText();
      if (!isInside(path)) {
        return List.of("/files: a path that is absolute, has a backslash or leads out of its root");
      }
      if (!paths.add(path)) {
        return List.of("/files: two files with one path");
      }
    }
    return List.of();
  }

  private static boolean isInside(String path) {
    boolean absolute = path.startsWith("/") || path.contains("\\") || path.contains(":");
    return !absolute && !List.of(path.split("/", -1)).contains("..");
  }

  private static Set<String> texts(JsonNode list, String member) {
    Set<String> texts = new HashSet<>();
    list.forEach(item -> texts.add(item.path(member).asText()));
    return texts;
  }
}

package dev.quittance.executors.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Code review: the counts are made here, for models can't count. */
final class CodeReviewRules implements AnswerRules {
  private static final List<String> SEVERITIES = List.of("critical", "major", "minor", "info");

  @Override
  public ObjectNode complete(JsonNode input, ObjectNode answer) {
    ObjectNode output = answer.deepCopy();
    ObjectNode summary = output.putObject("summary");
    countLines(input.path("diff").asText(), summary);
    summary.put("notListed", 0);
    ObjectNode bySeverity = summary.putObject("bySeverity");
    for (String severity : SEVERITIES) {
      int count = 0;
      for (JsonNode finding : answer.path("findings")) {
        count += finding.path("severity").asText().equals(severity) ? 1 : 0;
      }
      bySeverity.put(severity, count);
    }
    return output;
  }

  @Override
  public List<String> problems(JsonNode input, JsonNode output) {
    Set<String> rules = new HashSet<>();
    input.path("rules").forEach(rule -> rules.add(rule.asText()));
    if (!rules.isEmpty()) {
      for (JsonNode finding : output.path("findings")) {
        if (!rules.contains(finding.path("rule").asText())) {
          return List.of("/findings: a rule that the input's rules do not have");
        }
      }
    }
    return List.of();
  }

  /** Counts by hunk headers, so that a changed line that looks like a header is still a line. */
  private static void countLines(String diff, ObjectNode summary) {
    int files = 0;
    int added = 0;
    int removed = 0;
    int oldLeft = 0;
    int newLeft = 0;
    for (String line : diff.split("\n", -1)) {
      if (oldLeft > 0 || newLeft > 0) {
        char mark = line.isEmpty() ? ' ' : line.charAt(0);
        added += mark == '+' ? 1 : 0;
        removed += mark == '-' ? 1 : 0;
        oldLeft -= mark == '-' || mark == ' ' ? 1 : 0;
        newLeft -= mark == '+' || mark == ' ' ? 1 : 0;
      } else if (line.startsWith("+++ ")) {
        files++;
      } else if (line.startsWith("@@ ")) {
        oldLeft = lengthAfter(line, '-');
        newLeft = lengthAfter(line, '+');
      }
    }
    summary.put("files", files).put("added", added).put("removed", removed);
  }

  /** The length in a range such as {@code -12,7}; 1 when it is left out. */
  private static int lengthAfter(String header, char sign) {
    int start = header.indexOf(sign);
    int end = header.indexOf(' ', Math.max(start, 0));
    if (start < 0 || end < 0) {
      return 0;
    }
    String range = header.substring(start + 1, end);
    String length = range.contains(",") ? range.substring(range.indexOf(',') + 1) : "1";
    return length.matches("[0-9]{1,7}") ? Integer.parseInt(length) : 0;
  }
}

package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.builtin.CodeReview.Finding;
import dev.quittance.executor.builtin.ReviewRule.Severity;
import dev.quittance.executor.builtin.UnifiedDiff.Kind;
import dev.quittance.executor.builtin.UnifiedDiff.Parsed;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Runs static checks over the added lines of a unified diff. */
final class CodeReviewExecutor implements BuiltinExecutor {
  /** More findings than anyone reads are counted, not listed; this bounds the output. */
  private static final int MAX_LISTED = 1_000;

  private static final int MAX_RULE_CHARS = 64;
  private static final Set<String> INPUT = Set.of("diff", "rules");

  @Override
  public String service() {
    return "code-review";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var request = InputObject.root(input, INPUT, problems);
    var text = request.text("diff", MAX_TEXT_CHARS);
    var rules = rules(request);
    if (problems.any()) {
      return problems.failed();
    }
    return switch (UnifiedDiffParser.parse(text)) {
      case Parsed.Valid(var diff) -> output(diff, CodeReview.of(diff, rules));
      case Parsed.Malformed(var line, var expectation) ->
          new TaskOutcome.Failed("malformed-diff", "/diff: line " + line + ": " + expectation);
    };
  }

  private static Set<ReviewRule> rules(InputObject request) {
    var names = request.texts("rules", ReviewRule.values().length, MAX_RULE_CHARS);
    var rules = EnumSet.noneOf(ReviewRule.class);
    for (int i = 0; i < names.size(); i++) {
      var rule = ReviewRule.of(names.get(i));
      rule.ifPresent(rules::add);
      if (rule.isEmpty() && !names.get(i).isEmpty()) {
        request
            .problems()
            .add(
                request.at("rules") + "/" + i,
                "expected one of " + String.join(", ", ReviewRule.names()));
      }
    }
    return rules.isEmpty() ? EnumSet.allOf(ReviewRule.class) : rules;
  }

  private static TaskOutcome output(UnifiedDiff diff, List<Finding> findings) {
    var output = CanonicalJson.object();
    var list = output.putArray("findings");
    for (var finding : findings.subList(0, Math.min(MAX_LISTED, findings.size()))) {
      list.addObject()
          .put("rule", finding.rule().json())
          .put("severity", finding.rule().severity().json())
          .put("file", finding.file())
          .put("line", finding.line())
          .put("message", finding.rule().message());
    }
    var summary = output.putObject("summary");
    summary
        .put("files", diff.files().size())
        .put("added", count(diff, Kind.ADDED))
        .put("removed", count(diff, Kind.REMOVED))
        .put("notListed", Math.max(0, findings.size() - MAX_LISTED));
    var bySeverity = summary.putObject("bySeverity");
    for (var severity : Severity.values()) {
      bySeverity.put(
          severity.json(), findings.stream().filter(f -> f.rule().severity() == severity).count());
    }
    return CanonicalJson.completed(output);
  }

  private static long count(UnifiedDiff diff, Kind kind) {
    return diff.files().stream().mapToLong(file -> file.count(kind)).sum();
  }
}

package dev.quittance.auditor.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.auditor.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * What came of verifying a bundle.
 *
 * @param file its name
 * @param lines the checks, in the order in which they were made
 */
public record VerifyReport(String file, List<CheckLine> lines) {

  /** Copies the lines. */
  public VerifyReport {
    lines = List.copyOf(lines);
  }

  /** The name of the first check that fails; empty if none does. */
  public Optional<String> fails() {
    return lines.stream()
        .filter(line -> line.status() == CheckLine.Status.FAIL)
        .map(CheckLine::name)
        .findFirst();
  }

  /** How the verification ends. */
  public Outcome outcome() {
    if (fails().isPresent()) {
      return Outcome.FAILED;
    }
    return lines.stream().allMatch(line -> line.status() == CheckLine.Status.OK)
        ? Outcome.OK
        : Outcome.INCONCLUSIVE;
  }

  /** 0 all hold, 1 a check failed, 3 inconclusive. */
  public int exitCode() {
    return outcome().exitCode();
  }

  /** {@code {"file","ok","fails"}} in one line; fails is null if no check failed. */
  public String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("file", file).put("ok", outcome() == Outcome.OK);
    json.put("fails", fails().orElse(null));
    return json.toString();
  }

  /** A line per check and one with the outcome, each ending with a line break. */
  public String toText() {
    StringBuilder text = new StringBuilder(file).append('\n');
    for (CheckLine line : lines) {
      String row = "  %-4s  %-10s  %s".formatted(line.status().mark(), line.name(), line.found());
      text.append(row.stripTrailing()).append('\n');
    }
    String outcome =
        switch (outcome()) {
          case OK -> "holds";
          case FAILED -> "does not hold: " + fails().orElseThrow();
          case INCONCLUSIVE -> "inconclusive: nothing failed, the lines marked ? are not proven";
        };
    return text.append("  ").append(outcome).append('\n').toString();
  }
}

package dev.quittance.auditor;

import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.SourceProblem;
import java.util.List;
import java.util.OptionalLong;

/** What is wrong with the source itself. */
final class SourceChecks {
  private SourceChecks() {}

  /** Why its records can't be read. */
  static List<Finding> damages(LogSource source) {
    return source.problems().stream()
        .filter(SourceProblem::isFatal)
        .map(problem -> finding(FindingCode.EXPORT_DAMAGED, problem))
        .toList();
  }

  /** What was changed, though its records can be read. */
  static List<Finding> changes(LogSource source) {
    return source.problems().stream()
        .filter(problem -> !problem.isFatal())
        .map(problem -> finding(FindingCode.EXPORT_CHANGED, problem))
        .toList();
  }

  private static Finding finding(FindingCode code, SourceProblem problem) {
    OptionalLong partition =
        problem.partition().isPresent()
            ? OptionalLong.of(problem.partition().getAsInt())
            : OptionalLong.empty();
    return Finding.fail(
        code,
        new Place(problem.topic(), partition, OptionalLong.empty(), OptionalLong.empty()),
        problem.message());
  }
}

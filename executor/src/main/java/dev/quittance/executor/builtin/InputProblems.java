package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with an input, so that one answer tells all of it. */
final class InputProblems {
  private static final int LISTED = 8;

  private final List<String> problems = new ArrayList<>();

  void add(String pointer, String expectation) {
    problems.add((pointer.isEmpty() ? "the input" : pointer) + ": " + expectation);
  }

  boolean any() {
    return !problems.isEmpty();
  }

  TaskOutcome failed() {
    var listed = String.join("; ", problems.subList(0, Math.min(LISTED, problems.size())));
    int more = problems.size() - LISTED;
    return new TaskOutcome.Failed(
        "invalid-input", more > 0 ? listed + "; and " + more + " more" : listed);
  }
}

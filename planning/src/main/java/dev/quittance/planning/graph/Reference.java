package dev.quittance.planning.graph;

import java.util.List;

/**
 * A place in another step's output, written {@code {{step.output}}} or {@code
 * {{step.output.field.0.sub}}}.
 *
 * @param step name of the other step
 * @param path member names and list indices below the output, empty for the whole output
 */
public record Reference(String step, List<String> path) {
  /** Keeps an immutable copy of the path. */
  public Reference {
    path = List.copyOf(path);
  }

  /** The reference as it stands in an input. */
  @Override
  public String toString() {
    return "{{" + step + ".output" + (path.isEmpty() ? "" : "." + String.join(".", path)) + "}}";
  }
}

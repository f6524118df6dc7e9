package dev.quittance.planning.document;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a strict parser found: the value, or everything that is wrong (at most {@link
 * Limits#PROBLEMS} problems).
 *
 * @param <T> the value's type
 */
public sealed interface Parsed<T> {
  /**
   * The text was valid.
   *
   * @param value what it says
   */
  record Ok<T>(T value) implements Parsed<T> {}

  /**
   * The text was refused.
   *
   * @param problems why, at least one, in document order
   */
  record Bad<T>(List<Problem> problems) implements Parsed<T> {
    /** Keeps an immutable copy. */
    public Bad {
      problems = List.copyOf(problems);
    }

    /** All problems as lines for people. */
    public String message() {
      return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    }
  }

  /**
   * The value, or an {@link IllegalStateException} that lists the problems: for text that is known
   * to be valid, such as what we stored.
   */
  default T orThrow() {
    return switch (this) {
      case Ok<T>(T value) -> value;
      case Bad<T> bad -> throw new IllegalStateException(bad.message());
    };
  }
}

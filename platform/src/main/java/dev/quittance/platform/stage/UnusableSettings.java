package dev.quittance.platform.stage;

import java.util.List;

/** Settings that fit the schema and that a stage still can't work with. */
public final class UnusableSettings extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * Names what is wrong.
   *
   * @param problems each as {@code file:line:column: /pointer: what is wrong; what is expected}
   */
  public UnusableSettings(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong. */
  public List<String> problems() {
    return problems;
  }
}

package dev.quittance.executor.worker;

import java.util.List;

/** Executors that can't be made of their settings. */
public final class UnusableExecutors extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  /**
   * Names what is wrong.
   *
   * @param problems each as {@code file:line:column: /pointer: what is wrong; what is expected}
   */
  UnusableExecutors(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** All that is wrong, a line each. */
  public List<String> problems() {
    return problems;
  }
}

package dev.quittance.executor.domain;

import java.util.List;

/** What became of a run, and what is to be done. */
public record RunDecision(RunState state, List<RunEffect> effects) {
  /** Keeps an immutable copy. */
  public RunDecision {
    effects = List.copyOf(effects);
  }

  static RunDecision ignored(RunState state, String reason) {
    return new RunDecision(state, List.of(new RunEffect.Ignore(reason)));
  }
}

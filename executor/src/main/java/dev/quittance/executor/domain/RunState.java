package dev.quittance.executor.domain;

/** What is known of an order's run. */
public sealed interface RunState {
  /** Nothing: its plan was not read, or it has ended and was forgotten. */
  record Unknown() implements RunState {}

  /** At least one step is running. */
  record Active(Run run) implements RunState {}

  /** Every step has its execution. */
  record Ended() implements RunState {}
}

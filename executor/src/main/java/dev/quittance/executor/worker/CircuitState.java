package dev.quittance.executor.worker;

/** Whether calls to an executor are made. */
public enum CircuitState {
  /** They are. */
  CLOSED,
  /** A few are, to see how it is by now. */
  HALF_OPEN,
  /** None is: too many of the last ones failed. */
  OPEN
}

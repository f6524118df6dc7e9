package dev.quittance.executor.worker;

/** Whether calls to an executor are made. */
public enum CircuitState {
  /** They are. */
  CLOSED(0),
  /** A few are, to see how it is by now. */
  HALF_OPEN(1),
  /** None is: too many of the last ones failed. */
  OPEN(2);

  private final int level;

  CircuitState(int level) {
    this.level = level;
  }

  /** What an operator is told about an executor whose circuit is so. */
  String note(String executor) {
    return switch (this) {
      case CLOSED -> "calls of " + executor + " are made";
      case HALF_OPEN -> "the last calls of " + executor + " failed; a few are tried again";
      case OPEN -> "the last calls of " + executor + " failed; none is made for some seconds";
    };
  }

  /** How it is measured: 0, 1 or 2, the more the worse. */
  int level() {
    return level;
  }
}

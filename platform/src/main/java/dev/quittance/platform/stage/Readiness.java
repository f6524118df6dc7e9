package dev.quittance.platform.stage;

/** Whether something does its work now, and if not, why. */
public sealed interface Readiness {
  /** It does its work. */
  record Ready() implements Readiness {}

  /**
   * It does not.
   *
   * @param reason what it waits for, for people; without secrets
   */
  record NotReady(String reason) implements Readiness {}

  /** It does its work. */
  static Readiness ready() {
    return new Ready();
  }

  /** It waits for something. */
  static Readiness notReady(String reason) {
    return new NotReady(reason);
  }
}

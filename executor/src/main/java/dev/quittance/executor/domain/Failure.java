package dev.quittance.executor.domain;

import dev.quittance.executor.api.FailureCause;
import java.util.Optional;

/**
 * Why an attempt did not succeed.
 *
 * @param code stable, in kebab case
 * @param message for people
 * @param cause decides whether and when another attempt follows; empty when nobody said
 * @param retryable whether whoever failed thinks that another attempt may succeed; counts where
 *     there is no cause
 * @param retryAfterMs how long whoever failed asks to be left alone; 0 if it doesn't
 */
public record Failure(
    String code,
    String message,
    Optional<FailureCause> cause,
    boolean retryable,
    long retryAfterMs) {
  /** One that another attempt would not change. */
  public static Failure lasting(String code, String message) {
    return new Failure(code, message, Optional.empty(), false, 0);
  }

  /** One of a known cause. */
  public static Failure of(FailureCause cause, String code, String message) {
    return new Failure(code, message, Optional.of(cause), false, 0);
  }
}

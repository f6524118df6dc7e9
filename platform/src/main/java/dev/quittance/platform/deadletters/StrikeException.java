package dev.quittance.platform.deadletters;

import java.util.Optional;

/** A record crashed its processor, and that was counted. */
public final class StrikeException extends RuntimeException {
  private final Origin origin;
  private final int strikes;

  StrikeException(Origin origin, int strikes, Throwable cause) {
    super(origin + " crashed its processor, strike " + strikes + " of " + Strikes.OUT, cause);
    this.origin = origin;
    this.strikes = strikes;
  }

  /** The one that a failure of a stream thread comes from, if it was counted. */
  public static Optional<StrikeException> in(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StrikeException strike) {
        return Optional.of(strike);
      }
    }
    return Optional.empty();
  }

  /** Where the record stands. */
  public Origin origin() {
    return origin;
  }

  /** How often it has crashed so far. */
  public int strikes() {
    return strikes;
  }
}

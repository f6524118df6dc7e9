package dev.quittance.market.gigent.standin;

import io.vertx.core.json.JsonObject;

/**
 * How often things go wrong, each as a share of the requests from 0 to 1.
 *
 * @param errorBefore 500 without an effect
 * @param errorAfter 500 although the effect took place
 * @param cutBefore the connection ends without an effect
 * @param cutAfter the connection ends after the effect
 * @param truncated half of the answer's text, which then is no JSON
 * @param slow answered late
 * @param slowMs how late, in milliseconds
 */
public record Faults(
    double errorBefore,
    double errorAfter,
    double cutBefore,
    double cutAfter,
    double truncated,
    double slow,
    long slowMs) {
  /** Nothing goes wrong. */
  public static final Faults NONE = new Faults(0, 0, 0, 0, 0, 0, 0);

  /** Everything goes wrong, each with the same share. */
  public static Faults each(double share) {
    return new Faults(share, share, share, share, share, share, 300);
  }

  static Faults of(JsonObject json) {
    return new Faults(
        json.getDouble("error_before", 0.0),
        json.getDouble("error_after", 0.0),
        json.getDouble("cut_before", 0.0),
        json.getDouble("cut_after", 0.0),
        json.getDouble("truncated", 0.0),
        json.getDouble("slow", 0.0),
        json.getLong("slow_ms", 300L));
  }

  /** What goes wrong with one request. */
  enum Fault {
    NONE,
    ERROR_BEFORE,
    ERROR_AFTER,
    CUT_BEFORE,
    CUT_AFTER,
    TRUNCATED,
    SLOW
  }

  /**
   * Picks.
   *
   * @param dice from 0 to 1
   */
  Fault pick(double dice) {
    double[] shares = {errorBefore, errorAfter, cutBefore, cutAfter, truncated, slow};
    Fault[] faults = {
      Fault.ERROR_BEFORE,
      Fault.ERROR_AFTER,
      Fault.CUT_BEFORE,
      Fault.CUT_AFTER,
      Fault.TRUNCATED,
      Fault.SLOW
    };
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      sum += shares[i];
      if (dice < sum) {
        return faults[i];
      }
    }
    return Fault.NONE;
  }
}

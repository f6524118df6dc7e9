package dev.quittance.planning.document;

import org.jspecify.annotations.Nullable;

/**
 * How much a tenant may ask of the gateway; what is not stated, the gateway's settings say.
 *
 * @param ordersPerSecond requests that write, on average
 * @param burst so many of them at once after a pause
 * @param inFlight so many of them unanswered at the same time
 */
public record TenantLimits(
    @Nullable Integer ordersPerSecond, @Nullable Integer burst, @Nullable Integer inFlight) {
  /** The most of each. */
  public static final int MAX = 1_000_000;

  static TenantLimits read(MemberReader members) {
    return new TenantLimits(
        members.optionalInteger("ordersPerSecond", 1, MAX),
        members.optionalInteger("burst", 1, MAX),
        members.optionalInteger("inFlight", 1, MAX));
  }

  CanonicalJson json() {
    return new ObjectWriter()
        .put("ordersPerSecond", ordersPerSecond)
        .put("burst", burst)
        .put("inFlight", inFlight)
        .canonical();
  }
}

package dev.quittance.platform.admission;

import dev.quittance.planning.document.TenantLimits;
import org.jspecify.annotations.Nullable;

/**
 * Decides which requests that write are let in; pure.
 *
 * <p>Three things bound a tenant: its rate (a token bucket), its own number of unanswered requests,
 * and what is free of all tenants': it may hold at most as many as nobody holds. So one tenant
 * alone gets half of the room, and whoever comes second finds the other half (the dynamic threshold
 * of shared buffers, Choudhury and Hahne 1998). Beyond all this, a line that is behind takes
 * nothing.
 */
public final class Admission {
  private static final long OVERLOADED_WAIT_MS = 5_000;
  private static final long CROWDED_WAIT_MS = 1_000;

  private Admission() {}

  /**
   * What bounds requests.
   *
   * @param perSecond requests of a tenant, on average
   * @param burst so many at once
   * @param inFlight unanswered ones of a tenant
   * @param maxInFlight unanswered ones of all tenants
   * @param maxBacklog orders on their way through the line
   */
  public record Limits(int perSecond, int burst, int inFlight, int maxInFlight, int maxBacklog) {
    /** These limits, as far as a tenant's document does not say otherwise. */
    public Limits of(@Nullable TenantLimits tenant) {
      return tenant == null
          ? this
          : new Limits(
              or(tenant.ordersPerSecond(), perSecond),
              or(tenant.burst(), burst),
              or(tenant.inFlight(), inFlight),
              maxInFlight,
              maxBacklog);
    }

    private static int or(@Nullable Integer stated, int otherwise) {
      return stated == null ? otherwise : stated;
    }
  }

  /**
   * Where a tenant stands.
   *
   * @param inFlight its unanswered requests
   */
  public record Share(TokenBucket bucket, int inFlight) {
    /** A tenant that has not been seen for a while. */
    public static Share fresh(Limits limits, long nowMs) {
      return new Share(TokenBucket.full(limits.burst(), nowMs), 0);
    }

    /** After one of its requests was answered. */
    public Share answered() {
      return new Share(bucket, inFlight - 1);
    }
  }

  /**
   * Where all of them stand.
   *
   * @param inFlight unanswered requests
   * @param backlog orders on their way through the line
   */
  public record Totals(int inFlight, long backlog) {}

  /** What becomes of a request. */
  public sealed interface Decision {
    /** Let in; to be told when it is answered. */
    record Admitted(Share share) implements Decision {}

    /** The tenant asks too often. */
    record OverQuota(Share share, long waitMs) implements Decision {}

    /** Too many of the tenant's requests are unanswered. */
    record Crowded(Share share, long waitMs) implements Decision {}

    /** The line is behind. */
    record Overloaded(long waitMs) implements Decision {}
  }

  /** Decides about one request of a tenant. */
  public static Decision decide(Share share, Totals totals, Limits limits, long nowMs) {
    if (totals.backlog() > limits.maxBacklog()) {
      return new Decision.Overloaded(OVERLOADED_WAIT_MS);
    }
    TokenBucket bucket = share.bucket().at(nowMs, limits.perSecond(), limits.burst());
    int room = Math.min(limits.inFlight(), limits.maxInFlight() - totals.inFlight());
    if (share.inFlight() >= room) {
      return new Decision.Crowded(new Share(bucket, share.inFlight()), CROWDED_WAIT_MS);
    }
    if (!bucket.hasToken()) {
      return new Decision.OverQuota(
          new Share(bucket, share.inFlight()), bucket.waitMs(limits.perSecond()));
    }
    return new Decision.Admitted(new Share(bucket.taken(), share.inFlight() + 1));
  }
}

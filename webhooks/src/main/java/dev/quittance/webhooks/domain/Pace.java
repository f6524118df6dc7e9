package dev.quittance.webhooks.domain;

/**
 * How fast an endpoint takes messages: as many at once as it has shown to bear.
 *
 * <p>Each message that it takes doubles the window up to {@link #WIDEST}, each that it does not
 * take halves it; so one that hangs has one attempt at a time and costs the others nothing.
 *
 * @param window most attempts that have no outcome yet
 * @param underWay attempts that have no outcome yet
 * @param pausedUntilMs before this nothing is sent, unix ms
 * @param failingSinceMs when the first attempt failed since the last that did not, unix ms; 0 when
 *     the last one did not fail
 */
public record Pace(int window, int underWay, long pausedUntilMs, long failingSinceMs) {
  /** Most attempts that are made at the same time to one endpoint. */
  public static final int AT_ONCE = 32;

  /**
   * Most attempts of one endpoint that have no outcome yet: several times those that are made at
   * once, so that there are some to make while outcomes and what follows on them are committed.
   */
  public static final int WIDEST = 4 * AT_ONCE;

  /** Of an endpoint that nothing was sent to. */
  public static final Pace NEW = new Pace(4, 0, 0, 0);

  /** How many attempts may begin now. */
  public int free(long nowMs) {
    return nowMs < pausedUntilMs ? 0 : Math.max(0, window - underWay);
  }

  /** An attempt begins. */
  public Pace begun() {
    return new Pace(window, underWay + 1, pausedUntilMs, failingSinceMs);
  }

  /** An attempt ended well. */
  public Pace delivered() {
    return new Pace(Math.min(WIDEST, window * 2), underWay - 1, pausedUntilMs, 0);
  }

  /** An attempt failed. */
  public Pace failed(long atMs) {
    return new Pace(
        Math.max(1, window / 2),
        underWay - 1,
        pausedUntilMs,
        failingSinceMs == 0 ? atMs : failingSinceMs);
  }

  /** The endpoint as a whole is left alone for a while. */
  public Pace pausedUntil(long untilMs) {
    return new Pace(1, underWay, Math.max(pausedUntilMs, untilMs), failingSinceMs);
  }

  /** Begins anew, as when a tenant says that it is well again. */
  public Pace forgiven() {
    return new Pace(NEW.window, underWay, 0, 0);
  }
}

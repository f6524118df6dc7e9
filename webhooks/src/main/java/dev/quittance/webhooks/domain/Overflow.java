package dev.quittance.webhooks.domain;

/**
 * When an endpoint's backlog was full the last time, so that messages ended unsent.
 *
 * @param fromMs when the first one did, unix ms; 0 when none ever did
 * @param untilMs when there was room again, unix ms; 0 while there is not
 */
public record Overflow(long fromMs, long untilMs) {
  /** Of an endpoint that has taken everything. */
  public static final Overflow NONE = new Overflow(0, 0);

  /** Whether there ever was one. */
  public boolean isSome() {
    return fromMs != 0;
  }

  /** Whether it lasts. */
  public boolean isOpen() {
    return isSome() && untilMs == 0;
  }

  /** A message ended unsent. */
  public Overflow turnedAway(long atMs) {
    return isOpen() ? this : new Overflow(atMs, 0);
  }

  /** The backlog is as it is now. */
  public Overflow at(Backlog backlog, long atMs) {
    return isOpen() && backlog.isRelieved() ? new Overflow(fromMs, Math.max(fromMs, atMs)) : this;
  }
}

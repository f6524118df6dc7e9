package dev.quittance.platform.trace;

/** Where {@link WorkInHand} is kept: an interface can't have it for itself. */
final class Holder {
  static final ThreadLocal<WorkInHand> CURRENT = new ThreadLocal<>();

  private Holder() {}
}

package dev.quittance.bench;

/**
 * What to measure of outgoing webhooks.
 *
 * @param messages of each measurement
 * @param endpoints among which the messages of the second measurement are divided
 * @param rounds how often the stage and bare requests are measured in turn
 */
public record WebhooksBenchOptions(int messages, int endpoints, int rounds) {
  private static final int MOST_ENDPOINTS = 19;

  /** Checks the ranges. */
  public WebhooksBenchOptions {
    requireRange("endpoints", endpoints, 1, MOST_ENDPOINTS);
    requireRange("messages", messages, endpoints, 10_000_000);
    requireRange("rounds", rounds, 1, 100);
  }

  /** Messages that are let through before anything is measured. */
  int warmUp() {
    return Math.max(endpoints, messages / 4);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d: %d".formatted(name, least, most, value));
    }
  }
}

package dev.quittance.webhooks;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What the stage counts. */
final class WebhookMeters {
  /** What became of an attempt, or of a message that none was made of. */
  enum Outcome {
    /** The receiver has the message. */
    DELIVERED("delivered"),
    /** It answered something else than 2xx. */
    REFUSED("refused"),
    /** There was no answer. */
    UNANSWERED("unanswered"),
    /** As many messages as may were waiting. */
    OVERFLOWED("overflowed");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }
  }

  private WebhookMeters() {}

  /** The counter of an outcome. */
  static Counter of(MeterRegistry meters, Outcome outcome) {
    return Counter.builder("quittance.webhook.deliveries")
        .description(
            "Attempts to deliver webhook messages, and messages that none was made of, by what"
                + " became of them; again where a process died meanwhile")
        .tag("outcome", outcome.label)
        .register(meters);
  }
}

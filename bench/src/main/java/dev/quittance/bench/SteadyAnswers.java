package dev.quittance.bench;

/**
 * How long orders took to their answer under a steady load, each counted from when it was due; ms.
 *
 * @param offeredPerSecond the load
 * @param donePerSecond answers over the time that they took
 */
public record SteadyAnswers(
    double offeredPerSecond, double donePerSecond, double p50, double p95, double p99, double max) {
  private static final double KEPT_UP = 0.97;

  static SteadyAnswers of(double offered, Answers answers) {
    return new SteadyAnswers(
        offered,
        answers.count() / answers.seconds(),
        answers.ms(50),
        answers.ms(95),
        answers.ms(99),
        answers.ms(100));
  }

  /** Whether the server kept up, so that the times are not those of a backlog. */
  public boolean isSustained() {
    return donePerSecond >= offeredPerSecond * KEPT_UP;
  }
}

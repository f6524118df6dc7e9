package dev.quittance.bench;

/**
 * A tenant with a steady load, alone and beside one that sends many times its quota.
 *
 * @param steadyPerSecond orders of the steady tenant
 * @param alone how long its orders took without the other one
 * @param beside how long they took with it
 * @param quota orders a second that the noisy tenant may send
 * @param sentPerSecond orders that it sent
 * @param connections over which it sent them
 * @param accepted of its orders
 * @param refused of its orders, with 429 and Retry-After
 */
public record NoisyTenantResult(
    int steadyPerSecond,
    SteadyAnswers alone,
    SteadyAnswers beside,
    int quota,
    double sentPerSecond,
    int connections,
    int accepted,
    int refused) {
  /** How many times as long the steady tenant waits beside the noisy one, at p95. */
  public double ratio() {
    return beside.p95() / alone.p95();
  }
}

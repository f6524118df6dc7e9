package dev.quittance.auditor;

import dev.quittance.receipts.bundle.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How to audit.
 *
 * @param trust whom the auditor trusts; without it, the log that the cluster names is taken
 * @param now the time, by which a period is late on its way to the chain or not
 * @param grace how long after its close a period may be on its way
 * @param includeOpenPeriod whether records of the open period make the audit inconclusive
 * @param threads how many partitions are replayed at the same time, at least 1
 */
public record AuditOptions(
    Optional<Trust> trust, Instant now, Duration grace, boolean includeOpenPeriod, int threads) {

  /** Time for the transaction, its confirmations, and a short outage. */
  public static final Duration DEFAULT_GRACE = Duration.ofMinutes(10);

  /** Checks the number of threads. */
  public AuditOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** The usual: no trust given, every core. */
  public static AuditOptions at(Instant now) {
    return new AuditOptions(
        Optional.empty(), now, DEFAULT_GRACE, false, Runtime.getRuntime().availableProcessors());
  }

  /** The same with somebody to trust. */
  public AuditOptions trusting(Trust whom) {
    return new AuditOptions(Optional.of(whom), now, grace, includeOpenPeriod, threads);
  }

  /** The same, inconclusive where the open period has records. */
  public AuditOptions includingOpenPeriod() {
    return new AuditOptions(trust, now, grace, true, threads);
  }
}

package dev.quittance.auditor;

import dev.quittance.receipts.log.AssembledPeriod;
import java.time.Duration;
import java.time.Instant;

/**
 * Whether a closed period may still be on its way to the chain.
 *
 * @param now the time of the audit
 * @param grace how long after its close a period may take
 */
record PendingPeriods(Instant now, Duration grace) {

  static PendingPeriods of(AuditOptions options) {
    return new PendingPeriods(options.now(), options.grace());
  }

  boolean isPending(AssembledPeriod period) {
    return now.isBefore(Instant.ofEpochMilli(period.record().closedAt()).plus(grace));
  }

  /** A note as long as the period may be on its way, a failure from then on. */
  Finding missing(FindingCode code, Place place, AssembledPeriod period, String what) {
    Instant closedAt = Instant.ofEpochMilli(period.record().closedAt());
    return isPending(period)
        ? Finding.note(code, place, "%s yet; closed at %s".formatted(what, closedAt))
        : Finding.fail(code, place, "%s although it closed at %s".formatted(what, closedAt));
  }
}

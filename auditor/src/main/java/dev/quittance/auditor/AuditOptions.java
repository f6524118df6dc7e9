package dev.quittance.auditor;

import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How to audit.
 *
 * @param trust whom the auditor trusts; without it, the log that the cluster names is taken, and
 *     the audit is inconclusive
 * @param now the time, by which a period is late on its way to the chain or not
 * @param grace how long after its close a period may be on its way, and how long an order may take
 *     from one stage to the next
 * @param includeOpenPeriod whether records of the open period make the audit inconclusive
 * @param threads how many cores decode and recover, at least 1
 * @param deepest the last level that is audited
 * @param vault the contract that pays; without it, payouts are not looked at, and where there are
 *     any to look at the audit is inconclusive
 * @param keeping where to keep how far the audit is
 */
public record AuditOptions(
    Optional<Trust> trust,
    Instant now,
    Duration grace,
    boolean includeOpenPeriod,
    int threads,
    Level deepest,
    Optional<Vault> vault,
    Optional<Keeping> keeping) {

  /** Time for the transaction, its confirmations, and a short outage. */
  public static final Duration DEFAULT_GRACE = Duration.ofMinutes(10);

  /**
   * Where to keep how far the audit is.
   *
   * @param file the file; removed when the audit is over
   * @param goesOn whether to go on from what is in it
   */
  public record Keeping(Path file, boolean goesOn) {}

  /**
   * The contract that pays.
   *
   * @param address where it is
   * @param isTrusted whether the auditor knows it from elsewhere, not from what is audited
   */
  public record Vault(Address address, boolean isTrusted) {}

  /** Checks the number of threads. */
  public AuditOptions {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: " + threads);
    }
  }

  /** The usual: no trust given, every core, every level. */
  public static AuditOptions at(Instant now) {
    return new AuditOptions(
        Optional.empty(),
        now,
        DEFAULT_GRACE,
        false,
        Runtime.getRuntime().availableProcessors(),
        Level.L5,
        Optional.empty(),
        Optional.empty());
  }

  /** The same with somebody to trust, and with the vault that is named there. */
  public AuditOptions trusting(Trust whom) {
    Optional<Vault> trusted = whom.vault().map(address -> new Vault(address, true)).or(() -> vault);
    return new AuditOptions(
        Optional.of(whom), now, grace, includeOpenPeriod, threads, deepest, trusted, keeping);
  }

  /** The same, inconclusive where the open period has records. */
  public AuditOptions includingOpenPeriod() {
    return new AuditOptions(trust, now, grace, true, threads, deepest, vault, keeping);
  }

  /** The same with another patience. */
  public AuditOptions within(Duration patience) {
    return new AuditOptions(
        trust, now, patience, includeOpenPeriod, threads, deepest, vault, keeping);
  }

  /** The same with so many cores. */
  public AuditOptions on(int cores) {
    return new AuditOptions(trust, now, grace, includeOpenPeriod, cores, deepest, vault, keeping);
  }

  /** The same down to a level. */
  public AuditOptions upTo(Level level) {
    return new AuditOptions(trust, now, grace, includeOpenPeriod, threads, level, vault, keeping);
  }

  /** The same with the payouts of a vault that is known from elsewhere. */
  public AuditOptions paidBy(Address contract) {
    return with(new Vault(contract, true));
  }

  /** The same with the payouts of the vault that the log's operator names. */
  public AuditOptions saidToBePaidBy(Address contract) {
    return with(new Vault(contract, false));
  }

  private AuditOptions with(Vault payer) {
    return new AuditOptions(
        trust, now, grace, includeOpenPeriod, threads, deepest, Optional.of(payer), keeping);
  }

  /** The same, keeping how far it is. */
  public AuditOptions keeping(Keeping where) {
    return new AuditOptions(
        trust, now, grace, includeOpenPeriod, threads, deepest, vault, Optional.of(where));
  }
}

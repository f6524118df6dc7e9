package dev.quittance.auditor;

import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.bundle.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log is the one that the auditor trusts, and the auditor trusts one. */
final class TrustChecks {
  private TrustChecks() {}

  /** A log that anybody could have made up holds in itself, with a contract of its own. */
  static List<Finding> findings(PublishedLog log, AuditOptions options) {
    return options
        .trust()
        .map(trust -> findings(log, trust, options.deepest()))
        .orElseGet(() ->
            List.of(notNamed("no trust given: is %s the log?".formatted(log.identity().origin()))));
  }

  private static List<Finding> findings(PublishedLog log, Trust trust, Level deepest) {
    List<Finding> findings = new ArrayList<>();
    if (trust.contract().isEmpty() && deepest.compareTo(Level.L2) >= 0) {
      findings.add(
          notNamed(
              "no trust names the contract: is %s the log's?"
                  .formatted(log.identity().domain().contract())));
    }
    same(findings, "origin", Optional.of(trust.origin()), log.identity().origin());
    same(findings, "verifierKey", Optional.of(trust.verifierKey()), log.verifierKey());
    same(findings, "chainId", trust.chainId(), log.identity().domain().chainId());
    same(findings, "contract", trust.contract(), log.identity().domain().contract());
    return findings;
  }

  private static Finding notNamed(String message) {
    return Finding.inconclusive(FindingCode.LOG_NOT_NAMED, Place.LOG, message);
  }

  private static <T> void same(
      List<Finding> findings, String what, Optional<T> trusted, T published) {
    trusted
        .filter(value -> !value.equals(published))
        .ifPresent(value ->
            findings.add(
                Finding.fail(
                    FindingCode.LOG_NOT_TRUSTED,
                    Place.LOG,
                    "the log's %s is %s, trusted is %s".formatted(what, published, value))));
  }
}

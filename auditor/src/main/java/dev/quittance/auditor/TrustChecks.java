package dev.quittance.auditor;

import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.bundle.Trust;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log is the one that the auditor trusts. */
final class TrustChecks {
  private TrustChecks() {}

  static List<Finding> findings(PublishedLog log, Trust trust) {
    List<Finding> findings = new ArrayList<>();
    same(findings, "origin", Optional.of(trust.origin()), log.identity().origin());
    same(findings, "verifierKey", Optional.of(trust.verifierKey()), log.verifierKey());
    same(findings, "chainId", trust.chainId(), log.identity().domain().chainId());
    same(findings, "contract", trust.contract(), log.identity().domain().contract());
    return findings;
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

package dev.quittance.auditor;

import dev.quittance.auditor.source.Published;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.SettlementRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * L4: what was made from a period was appended after the close that it was made from, as far as the
 * clocks of brokers agree. Nothing else binds those append times.
 */
final class AppendTimeChecks {
  static final long CLOCKS_MS = 5_000;

  private final Evidence evidence;
  private final List<Finding> findings = new ArrayList<>();

  private AppendTimeChecks(Evidence evidence) {
    this.evidence = evidence;
  }

  static List<Finding> findings(Evidence evidence) {
    AppendTimeChecks checks = new AppendTimeChecks(evidence);
    evidence
        .anchors()
        .forEach(anchor ->
            anchor.content().ifPresent(content -> checks.check("anchors", anchor, content.seq())));
    evidence
        .heads()
        .forEach(head ->
            head.content()
                .ifPresent(content ->
                    checks.check("log-heads", head, content.seq(), content.closeAppendTime())));
    evidence
        .rows()
        .forEach(row ->
            row.content()
                .map(SettlementRow::seq)
                .ifPresent(seq -> checks.check("settlement-rows", row, seq)));
    evidence
        .rowsEnds()
        .forEach(end ->
            end.content()
                .ifPresent(content -> checks.check("settlement-rows", end, content.seq())));
    return checks.findings;
  }

  private void check(String topic, Published<?> published, long seq) {
    Optional<AssembledPeriod> period = evidence.period(seq);
    period.ifPresent(known -> check(topic, published, seq, known.record().closedAt()));
  }

  private void check(String topic, Published<?> published, long seq, long closedAt) {
    if (published.appendTime() > 0 && published.appendTime() + CLOCKS_MS < closedAt) {
      findings.add(
          Finding.fail(
              FindingCode.L4_APPENDED_TOO_EARLY,
              Place.record(topic, 0, published.offset()).inPeriod(seq),
              "appended at %d, and its period was closed at %d"
                  .formatted(published.appendTime(), closedAt)));
    }
  }
}

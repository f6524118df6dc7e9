package dev.quittance.auditor;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a report looks, for programs and for people. */
final class AuditRendering {
  private AuditRendering() {}

  static String json(AuditReport report) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("audit", report.outcome().word());
    json.put("origin", report.origin());
    json.put("records", report.records());
    json.put("receipts", report.receipts());
    json.put("accepted", report.accepted());
    json.put("periods", report.periods());
    json.put("published", report.published());
    json.put("anchored", report.anchored());
    json.put("openRecords", report.openRecords());
    json.put("orders", report.orders());
    json.put("seconds", report.elapsed().toMillis() / 1000.0);
    json.put("recordsPerSecond", Math.round(report.recordsPerSecond()));
    ArrayNode levels = json.putArray("levels");
    report.levels().forEach(level -> level(levels.addObject(), level));
    ArrayNode findings = json.putArray("findings");
    report.findings().forEach(finding -> finding(findings.addObject(), finding));
    return json.toString();
  }

  private static void level(ObjectNode json, LevelResult level) {
    json.put("level", level.level().name());
    json.put("outcome", level.outcome().word());
    json.put("unit", level.level().unit());
    json.put("ok", level.ok());
    json.put("failed", level.failed());
    json.put("inconclusive", level.inconclusive());
    json.put("pending", level.pending());
  }

  private static void finding(ObjectNode json, Finding finding) {
    json.put("code", finding.code().id());
    json.put("severity", finding.severity().name());
    json.put("topic", finding.place().topic());
    finding.place().partition().ifPresent(partition -> json.put("partition", partition));
    finding.place().offset().ifPresent(offset -> json.put("offset", offset));
    finding.place().period().ifPresent(period -> json.put("period", period));
    json.put("message", finding.message());
  }

  static String text(AuditReport report) {
    StringBuilder text = new StringBuilder();
    if (!report.levels().isEmpty()) {
      head(text, report);
      levels(text, report.levels());
    }
    for (Severity severity : Severity.values()) {
      findings(text, severity, report.findings());
    }
    text.append("audit: ").append(report.outcome().word()).append('\n');
    return text.toString();
  }

  private static void head(StringBuilder text, AuditReport report) {
    line(text, String.format(Locale.ROOT, "log        %s", report.origin()));
    line(
        text,
        String.format(
            Locale.ROOT,
            "records    %,d (%,d receipts, %,d accepted; %,d in the open period)",
            report.records(),
            report.receipts(),
            report.accepted(),
            report.openRecords()));
    line(
        text,
        String.format(
            Locale.ROOT,
            "periods    %,d closed, %,d published, %,d on chain",
            report.periods(),
            report.published(),
            report.anchored()));
    line(
        text,
        String.format(
            Locale.ROOT,
            "speed      %,.0f records/s, %.1f s",
            report.recordsPerSecond(),
            report.elapsed().toMillis() / 1000.0));
    text.append('\n');
  }

  private static void levels(StringBuilder text, List<LevelResult> levels) {
    String row = "%-3s %-16s %-13s %9s %9s %13s %9s  %s";
    line(
        text,
        String.format(
            Locale.ROOT,
            row,
            "",
            "level",
            "outcome",
            "ok",
            "failed",
            "inconclusive",
            "pending",
            "of"));
    for (LevelResult level : levels) {
      line(
          text,
          String.format(
              Locale.ROOT,
              row,
              level.level().name(),
              level.level().title(),
              level.outcome().word(),
              String.format(Locale.ROOT, "%,d", level.ok()),
              String.format(Locale.ROOT, "%,d", level.failed()),
              String.format(Locale.ROOT, "%,d", level.inconclusive()),
              String.format(Locale.ROOT, "%,d", level.pending()),
              level.level().unit()));
    }
    text.append('\n');
  }

  private static void findings(StringBuilder text, Severity severity, List<Finding> all) {
    List<Finding> findings = all.stream().filter(f -> f.severity() == severity).toList();
    if (findings.isEmpty()) {
      return;
    }
    int codeWidth =
        Arrays.stream(FindingCode.values()).mapToInt(code -> code.id().length()).max().orElse(0);
    int placeWidth = findings.stream().mapToInt(f -> f.place().toString().length()).max().orElse(0);
    String row = "%-12s  %-" + codeWidth + "s  %-" + placeWidth + "s  %s";
    for (Finding finding : findings) {
      line(
          text,
          String.format(
              Locale.ROOT, row, severity, finding.code().id(), finding.place(), finding.message()));
    }
    text.append('\n');
  }

  private static void line(StringBuilder text, String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}

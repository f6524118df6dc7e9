package dev.quittance.auditor;

import dev.quittance.auditor.line.LaneAudit;
import java.util.List;
import java.util.OptionalLong;

/** Writes down what came of a partition's orders, and reads it again. */
final class LineSnapshots {
  private LineSnapshots() {}

  static byte[] write(LaneAudit.Result result) {
    SnapshotWriter out = new SnapshotWriter();
    out.number(result.orders());
    out.list(
        result.findings(),
        finding -> {
          out.text(finding.code().name());
          out.text(finding.severity().name());
          out.text(finding.place().topic());
          out.number(finding.place().partition().orElse(-1));
          out.number(finding.place().offset().orElse(-1));
          out.number(finding.place().period().orElse(-1));
          out.text(finding.message());
        });
    return out.written();
  }

  static LaneAudit.Result read(byte[] bytes) {
    SnapshotReader in = new SnapshotReader(bytes);
    long orders = in.number();
    List<Finding> findings =
        in.list(() ->
            new Finding(
                FindingCode.valueOf(in.text()),
                Severity.valueOf(in.text()),
                new Place(in.text(), number(in), number(in), number(in)),
                in.text()));
    return new LaneAudit.Result(orders, findings);
  }

  private static OptionalLong number(SnapshotReader in) {
    long number = in.number();
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }
}

package dev.quittance.cli.demo;

import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.cli.demo.DemoSummary.PeriodRow;
import dev.quittance.receipts.log.AnchorRecord;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The periods that have an anchor record, read as an auditor reads them. */
final class PeriodTable {
  private PeriodTable() {}

  /** How many there are. */
  static long count(LogSource source) throws IOException {
    return of(source, Map.of()).size();
  }

  /**
   * The periods by sequence number.
   *
   * @param transactions hash of the anchoring transaction by sequence number
   */
  static SortedMap<Long, PeriodRow> of(LogSource source, Map<Long, String> transactions)
      throws IOException {
    SortedMap<Long, PeriodRow> rows = new TreeMap<>();
    try {
      for (var published : source.anchors()) {
        published
            .content()
            .flatMap(anchor -> AnchorRecord.decode(anchor.record()))
            .ifPresent(anchor ->
                rows.put(
                    anchor.seq(),
                    new PeriodRow(
                        anchor.entries(),
                        anchor.accepted(),
                        anchor.periodRoot().toString(),
                        transactions.getOrDefault(anchor.seq(), "not final yet"))));
      }
    } catch (LogUnavailableException e) {
      throw new IOException("the topic anchors can't be read", e);
    }
    return rows;
  }
}

package dev.quittance.auditor;

import dev.quittance.auditor.chain.AnchoredPeriod;
import dev.quittance.receipts.log.AnchorRecord;
import java.util.ArrayList;
import java.util.List;

/** Which fields of two anchors differ, in words. */
final class AnchorFields {
  private AnchorFields() {}

  /** The names and values of what differs; empty text if nothing does. */
  static String differences(AnchorRecord expected, AnchorRecord found) {
    List<String> differences = new ArrayList<>();
    add(differences, "logId", expected.logId(), found.logId());
    add(differences, "seq", expected.seq(), found.seq());
    add(differences, "periodStart", expected.periodStart(), found.periodStart());
    add(differences, "periodEnd", expected.periodEnd(), found.periodEnd());
    add(differences, "partitionCount", expected.partitionCount(), found.partitionCount());
    add(differences, "epoch", expected.epoch(), found.epoch());
    add(differences, "topicId", expected.topicId(), found.topicId());
    add(differences, "entries", expected.entries(), found.entries());
    add(differences, "accepted", expected.accepted(), found.accepted());
    add(differences, "periodRoot", expected.periodRoot(), found.periodRoot());
    add(differences, "settlementRoot", expected.settlementRoot(), found.settlementRoot());
    add(differences, "totalsHash", expected.totalsHash(), found.totalsHash());
    add(differences, "prevAnchorHash", expected.prevAnchorHash(), found.prevAnchorHash());
    add(differences, "prevLogRoot", expected.prevLogRoot(), found.prevLogRoot());
    add(differences, "rulesHash", expected.rulesHash(), found.rulesHash());
    add(differences, "closedAt", expected.closedAt(), found.closedAt());
    return String.join("; ", differences);
  }

  /** The same between a record and what the chain keeps of it. */
  static String differences(AnchorRecord expected, AnchoredPeriod found) {
    List<String> differences = new ArrayList<>();
    add(differences, "anchorHash", expected.hash(), found.anchorHash());
    add(differences, "periodRoot", expected.periodRoot(), found.periodRoot());
    add(differences, "settlementRoot", expected.settlementRoot(), found.settlementRoot());
    add(differences, "entries", expected.entries(), found.entries());
    add(differences, "accepted", expected.accepted(), found.accepted());
    add(
        differences,
        "partitionCount",
        Integer.toUnsignedLong(expected.partitionCount()),
        found.partitionCount());
    return String.join("; ", differences);
  }

  private static void add(List<String> differences, String field, Object expected, Object found) {
    if (!expected.equals(found)) {
      differences.add("%s is %s, expected %s".formatted(field, found, expected));
    }
  }
}

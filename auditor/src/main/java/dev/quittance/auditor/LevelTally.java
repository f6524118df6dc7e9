package dev.quittance.auditor;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Counts the units of each level by the worst finding about them. */
final class LevelTally {
  private LevelTally() {}

  static List<LevelResult> of(
      List<Finding> findings, long receipts, long periods, long orders, Level deepest) {
    return Arrays.stream(Level.values())
        .filter(level -> level.compareTo(deepest) <= 0)
        .map(level ->
            switch (level) {
              case L0 -> receipts(findings, receipts);
              case L1, L2, L3, L4 -> periods(level, findings, periods);
              case L5 -> orders(findings, orders);
            })
        .toList();
  }

  /** A finding may be about no order, or two about one; the count of good ones is the least. */
  private static LevelResult orders(List<Finding> findings, long orders) {
    long failed = count(findings, Severity.FAIL);
    long inconclusive = count(findings, Severity.INCONCLUSIVE);
    return new LevelResult(Level.L5, Math.max(0, orders - failed), failed, inconclusive, 0);
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream()
        .filter(finding -> finding.code().level() == Level.L5 && finding.severity() == severity)
        .count();
  }

  private static LevelResult receipts(List<Finding> findings, long receipts) {
    long failed =
        findings.stream()
            .filter(finding -> finding.code().level() == Level.L0)
            .filter(finding -> finding.severity() == Severity.FAIL)
            .count();
    return new LevelResult(Level.L0, receipts - failed, failed, 0, 0);
  }

  private static LevelResult periods(Level level, List<Finding> findings, long periods) {
    Map<Long, Severity> worst = new HashMap<>();
    Map<Severity, Long> general = new EnumMap<>(Severity.class);
    for (Finding finding : findings) {
      boolean counts = finding.code().level() == level && isJudgement(finding);
      OptionalLong period = finding.place().period();
      if (counts && period.isPresent() && isBelow(period.getAsLong(), periods)) {
        worst.merge(period.getAsLong(), finding.severity(), LevelTally::worse);
      } else if (counts || isPendingFor(level, finding)) {
        period.ifPresentOrElse(
            seq -> worst.merge(seq, finding.severity(), LevelTally::worse),
            () -> general.merge(finding.severity(), 1L, Long::sum));
      }
    }
    long failed = count(worst, Severity.FAIL);
    boolean undecided = general.containsKey(Severity.INCONCLUSIVE);
    long inconclusive =
        undecided
            ? Math.max(1, periods - failed)
            : worst.values().stream().filter(s -> s == Severity.INCONCLUSIVE).count();
    long pending = undecided ? 0 : count(worst, Severity.NOTE);
    long ok = Math.max(0, periods - failed - inconclusive - pending);
    long failures = failed + general.getOrDefault(Severity.FAIL, 0L);
    return new LevelResult(level, ok, failures, inconclusive, pending);
  }

  private static boolean isJudgement(Finding finding) {
    return finding.severity() != Severity.NOTE;
  }

  /** A period that is not published yet is not due on any level, one not anchored yet not on L2. */
  private static boolean isPendingFor(Level level, Finding finding) {
    return !isJudgement(finding)
        && (finding.code() == FindingCode.L3_ANCHOR_MISSING
            || (finding.code() == FindingCode.L2_NOT_ANCHORED && level == Level.L2));
  }

  private static boolean isBelow(long period, long periods) {
    return period >= 0 && period < periods;
  }

  private static Severity worse(Severity one, Severity other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static long count(Map<Long, Severity> worst, Severity severity) {
    return worst.values().stream().filter(s -> s == severity).count();
  }
}

package dev.quittance.cli.demo;

import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.avro.OrderSettled;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** What is known of one order of the demo; not thread-safe. */
final class OrderProgress {
  private static final int NOT_PLANNED = -1;

  private boolean accepted;
  private int plannedSteps = NOT_PLANNED;
  private int executions;
  private int receipts;
  private final Map<Integer, Long> lastReceiptOffsets = new HashMap<>();
  private @Nullable OrderSettled settlement;

  void accepted() {
    accepted = true;
  }

  void planned(int steps) {
    plannedSteps = steps;
  }

  void executed() {
    executions++;
  }

  void receipt(int partition, long offset) {
    receipts++;
    lastReceiptOffsets.put(partition, offset);
  }

  void settled(OrderSettled settled) {
    settlement = settled;
  }

  int receipts() {
    return receipts;
  }

  @Nullable OrderSettled settlement() {
    return settlement;
  }

  /**
   * The milestones that the order has passed.
   *
   * @param isFinal whether a partition and offset of the log stand in a period that is final
   */
  Set<Milestone> milestones(BiPredicate<Integer, Long> isFinal) {
    boolean refused = plannedSteps == NOT_PLANNED && executions > 0;
    int expected = refused ? 1 : plannedSteps;
    boolean proven = expected > 0 && receipts >= expected;
    Set<Milestone> passed = EnumSet.noneOf(Milestone.class);
    mark(passed, Milestone.ACCEPTED, accepted || refused);
    mark(passed, Milestone.DECIDED, plannedSteps != NOT_PLANNED || refused);
    mark(passed, Milestone.EXECUTED, expected > 0 && executions >= expected);
    mark(passed, Milestone.PROVEN, proven);
    mark(
        passed,
        Milestone.ANCHORED,
        proven
            && lastReceiptOffsets.entrySet().stream()
                .allMatch(last -> isFinal.test(last.getKey(), last.getValue())));
    if (settlement != null) {
      passed.add(Milestone.SETTLED);
      passed.add(
          Verdict.ofCode(settlement.getVerdict())
              .map(OrderProgress::outcome)
              .orElse(Milestone.FAILED));
    }
    return passed;
  }

  private static Milestone outcome(Verdict verdict) {
    return switch (verdict) {
      case COMPLETED -> Milestone.COMPLETED;
      case FAILED -> Milestone.FAILED;
      case BLOCKED, REJECTED, EXPIRED, CANCELLED -> Milestone.REFUSED;
    };
  }

  private static void mark(Set<Milestone> passed, Milestone milestone, boolean isPassed) {
    if (isPassed) {
      passed.add(milestone);
    }
  }
}

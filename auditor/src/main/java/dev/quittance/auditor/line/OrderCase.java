package dev.quittance.auditor.line;

import dev.quittance.auditor.source.LineRecord;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.List;

/** All records of one order, as they come. Not thread-safe. */
final class OrderCase {

  /** A record with what it says. */
  record Of<T>(LineRecord record, T content) {}

  final Bytes32 orderId;
  final List<Of<LineRecord.OrderPromised>> promises = new ArrayList<>();
  final List<Of<LineRecord.OrderTaken>> orders = new ArrayList<>();
  final List<Of<LineRecord.DayCapAnswer>> dayCaps = new ArrayList<>();
  final List<Of<LineRecord.PlanTaken>> plans = new ArrayList<>();
  final List<Of<LineRecord.Outcome>> outcomes = new ArrayList<>();
  final List<Of<Receipt>> receipts = new ArrayList<>();

  /** Those of the receipts that the log accepted. */
  final List<Of<Receipt>> accepted = new ArrayList<>();

  final List<Of<LineRecord.Settled>> settlements = new ArrayList<>();
  final List<LineRecord> unreadable = new ArrayList<>();

  OrderCase(Bytes32 orderId) {
    this.orderId = orderId;
  }

  /**
   * Whether a record of the order could not be processed: then it may be redriven, and comes again.
   */
  boolean hasDeadLetter() {
    return outcomes.stream().anyMatch(outcome -> outcome.content().isDeadLetter());
  }

  /** Whether a dead letter of the order is that of a record of it. */
  boolean isPassedBy(LineRecord record) {
    return outcomes.stream()
        .flatMap(outcome -> outcome.content().passedBy().stream())
        .anyMatch(Findings.named(record)::equals);
  }

  /** Whether nothing came of the order so far. */
  boolean isNoMoreThanPromised() {
    return orders.isEmpty()
        && dayCaps.isEmpty()
        && plans.isEmpty()
        && outcomes.isEmpty()
        && receipts.isEmpty()
        && settlements.isEmpty()
        && unreadable.isEmpty();
  }

  /** Whether nothing more is to come. */
  boolean isComplete() {
    boolean isSettled = settlements.stream().anyMatch(settled -> isFinal(settled.content()));
    boolean hasPlan =
        !plans.isEmpty() || outcomes.stream().allMatch(one -> one.content().planHash().isZero());
    return isSettled
        && hasPlan
        && !hasDeadLetter()
        && !outcomes.isEmpty()
        && accepted.size() == outcomes.size();
  }

  private static boolean isFinal(LineRecord.Settled settled) {
    return settled.steps() > 0 || settled.verdict() != Verdict.FAILED.code();
  }
}

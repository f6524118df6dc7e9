package dev.quittance.auditor.line;

import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.Settled;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Settles orders again, from plan and receipts: paid = spent + refunded, and to whom. */
final class SettlementCheck {

  private final Findings findings;

  SettlementCheck(Findings findings) {
    this.findings = findings;
  }

  /**
   * A settlement that should be there.
   *
   * @param forms that it may have
   * @param receipts that it counts
   * @param seen where each of them was first seen, refused perhaps: the settler believes it then
   * @param isFinal whether nothing more comes of the order
   */
  private record Expected(
      List<Settled> forms, List<LineRecord> receipts, List<LineRecord> seen, boolean isFinal) {
    static Expected of(
        List<Settled> forms, List<Of<Receipt>> receipts, OrderCase all, boolean isFinal) {
      return new Expected(
          forms,
          receipts.stream().map(Of::record).toList(),
          receipts.stream().map(receipt -> firstSeen(receipt, all)).toList(),
          isFinal);
    }
  }

  void check(
      Optional<Of<LineRecord.PlanTaken>> taken,
      Optional<Plan> plan,
      OrderCase all,
      long dueBefore) {
    List<Expected> expected = new ArrayList<>();
    List<Of<Receipt>> counted = new ArrayList<>();
    if (taken.isPresent() && plan.isPresent()) {
      counted.addAll(counted(taken.get(), plan.get(), all));
      if (counted.size() == plan.get().steps().size()) {
        expected.add(ofSteps(taken.get(), plan.get(), counted, all));
      }
    }
    for (Of<Receipt> receipt : all.accepted) {
      if (receipt.content().stepId().isZero()) {
        expected.add(ofOrder(plan, receipt, all));
      }
      if (!counted.contains(receipt)) {
        notCounted(findings, receipt, "plan and receipts give no settlement that counts it");
      }
    }
    List<Of<Settled>> left = new ArrayList<>(all.settlements);
    for (Expected one : expected) {
      Optional<Of<Settled>> there =
          left.stream().filter(settled -> one.forms.contains(settled.content())).findFirst();
      there.ifPresent(settled -> {
        left.remove(settled);
        times(settled, one);
      });
      if (there.isEmpty() && isDue(one, expected, left, dueBefore)) {
        missing(one, all);
      }
    }
    left.forEach(settled -> unexpected(settled, expected, all));
  }

  /** A receipt by whose rows somebody pays, whatever settlements say. */
  static void notCounted(Findings findings, Of<Receipt> receipt, String why) {
    Receipt content = receipt.content();
    if (content.amount().signum() != 0) {
      findings.fail(
          FindingCode.L5_RECEIPT_NOT_SETTLED,
          receipt.record(),
          "%s owes %d for order %s, step %s; %s"
              .formatted(
                  content.buyer(), content.amount(), content.orderId(), content.stepId(), why));
    }
  }

  /** After an order is settled for good, a dead letter of it changes nothing any more. */
  private static boolean isDue(
      Expected one, List<Expected> all, List<Of<Settled>> left, long dueBefore) {
    boolean isOvertaken = !one.isFinal && all.stream().anyMatch(Expected::isFinal);
    boolean isOld = one.receipts.stream().allMatch(receipt -> receipt.appendTime() < dueBefore);
    return isOld && !isOvertaken && left.isEmpty();
  }

  private void missing(Expected one, OrderCase all) {
    findings.missing(
        FindingCode.L5_SETTLEMENT_MISSING,
        LineSource.Lane.SETTLEMENTS,
        one.receipts.getFirst().partition(),
        "order %s, whose last receipt is %s"
            .formatted(all.orderId, Findings.at(one.receipts.getLast())));
  }

  private void unexpected(Of<Settled> settled, List<Expected> expected, OrderCase all) {
    boolean isCopy =
        all.settlements.stream().filter(other -> other.content().equals(settled.content())).count()
            > 1;
    if (isCopy) {
      findings.fail(
          FindingCode.L5_SETTLEMENT_REPEATED,
          settled.record(),
          all,
          "the order is settled already");
      return;
    }
    BigInteger out =
        settled.content().credits().values().stream()
            .reduce(BigInteger.ZERO, BigInteger::add)
            .add(settled.content().fees())
            .add(settled.content().refunded());
    findings.fail(
        FindingCode.L5_SETTLEMENT_DIFFERS,
        settled.record(),
        "%s; budget %d, spent and refunded %d; plan and receipts give %s"
            .formatted(
                settled.content(),
                settled.content().budget(),
                out,
                expected.isEmpty() ? "none" : expected.getLast().forms.getFirst()));
  }

  private void times(Of<Settled> settled, Expected expected) {
    long receipt =
        expected.seen.stream().mapToLong(LineRecord::appendTime).max().orElse(Long.MIN_VALUE);
    if (settled.record().appendTime() + LaneAudit.CLOCKS_MS < receipt) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          settled.record(),
          "appended at %d, the last receipt of its order at %d"
              .formatted(settled.record().appendTime(), receipt));
    }
  }

  private static LineRecord firstSeen(Of<Receipt> of, OrderCase all) {
    Receipt receipt = of.content();
    return all.receipts.stream()
        .filter(one -> one.content().stepId().equals(receipt.stepId()))
        .filter(one -> one.content().verdict() == receipt.verdict())
        .filter(one -> one.content().completedAt() == receipt.completedAt())
        .findFirst()
        .orElse(of)
        .record();
  }

  private static Expected ofOrder(Optional<Plan> plan, Of<Receipt> of, OrderCase all) {
    Receipt receipt = of.content();
    List<Settled> forms = new ArrayList<>();
    forms.add(nothingBought("", receipt.buyer(), receipt.asset(), receipt));
    // Whether the settler has read the plan by then is a question of time.
    plan.ifPresent(known ->
        forms.add(
            nothingBought(
                known.tenant(),
                Address.fromHex(known.buyer()),
                Address.fromHex(known.asset()),
                receipt)));
    return Expected.of(forms, List.of(of), all, receipt.verdict() != Verdict.FAILED);
  }

  private static Settled nothingBought(
      String tenant, Address buyer, Address asset, Receipt receipt) {
    return new Settled(
        receipt.orderId(),
        tenant,
        buyer,
        asset,
        receipt.verdict().code(),
        0,
        0,
        BigInteger.ZERO,
        new TreeMap<>(),
        BigInteger.ZERO,
        BigInteger.ZERO,
        receipt.completedAt());
  }

  /** Of each step the first receipt that fits, where there is one; steps come in order. */
  private static List<Of<Receipt>> counted(
      Of<LineRecord.PlanTaken> taken, Plan plan, OrderCase all) {
    List<Of<Receipt>> counted = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      Bytes32 stepId = OutcomeCheck.stepId(taken, step);
      all.accepted.stream()
          .filter(one -> one.content().stepId().equals(stepId) && fits(step, one.content()))
          .findFirst()
          .ifPresent(counted::add);
    }
    return counted;
  }

  /** The settlement of a planned order, each of whose steps has a receipt that fits. */
  private static Expected ofSteps(
      Of<LineRecord.PlanTaken> taken, Plan plan, List<Of<Receipt>> counted, OrderCase all) {
    List<Receipt> receipts = counted.stream().map(Of::content).toList();
    Settled settled = settled(taken.content().orderId(), plan, receipts);
    return Expected.of(List.of(settled), counted, all, true);
  }

  private static boolean fits(PlanStep step, Receipt receipt) {
    boolean isPaid = receipt.verdict() == Verdict.COMPLETED;
    return receipt.amount().equals(isPaid ? step.price() : BigInteger.ZERO)
        && receipt.fee().equals(isPaid ? step.fee() : BigInteger.ZERO)
        && (!isPaid || receipt.agent().toString().equals(step.agent()));
  }

  private static Settled settled(Bytes32 orderId, Plan plan, List<Receipt> receipts) {
    TreeMap<Address, BigInteger> credits = new TreeMap<>();
    BigInteger fees = BigInteger.ZERO;
    BigInteger spent = BigInteger.ZERO;
    int completed = 0;
    for (Receipt receipt : receipts) {
      if (receipt.verdict() == Verdict.COMPLETED) {
        credits.merge(receipt.agent(), receipt.amount().subtract(receipt.fee()), BigInteger::add);
        fees = fees.add(receipt.fee());
        spent = spent.add(receipt.amount());
        completed++;
      }
    }
    return new Settled(
        orderId,
        plan.tenant(),
        Address.fromHex(plan.buyer()),
        Address.fromHex(plan.asset()),
        verdict(receipts).code(),
        plan.steps().size(),
        completed,
        plan.budget(),
        credits,
        fees,
        plan.budget().subtract(spent),
        receipts.stream().mapToLong(Receipt::completedAt).max().orElse(0));
  }

  /** In the order of the plan; a cancelled step says least, as another one was the cause. */
  private static Verdict verdict(List<Receipt> receipts) {
    List<Verdict> bad =
        receipts.stream()
            .map(Receipt::verdict)
            .filter(verdict -> verdict != Verdict.COMPLETED)
            .toList();
    return bad.stream()
        .filter(verdict -> verdict != Verdict.CANCELLED)
        .findFirst()
        .orElseGet(() -> bad.isEmpty() ? Verdict.COMPLETED : Verdict.CANCELLED);
  }
}

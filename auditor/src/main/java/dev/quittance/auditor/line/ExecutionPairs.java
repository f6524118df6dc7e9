package dev.quittance.auditor.line;

import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Pairs the executions of a partition with its receipts: one to one, and in the same order, since
 * the prover has no other input. What finds no partner stays, so in a good log hardly anything
 * does. Not thread-safe.
 */
final class ExecutionPairs {

  private record Work(Bytes32 orderId, Bytes32 stepId) {}

  private record Numbered<T>(long number, Of<T> of) {}

  private final Map<Work, Deque<Numbered<Outcome>>> executions = new LinkedHashMap<>();
  private final Map<Work, Deque<Of<Receipt>>> receipts = new LinkedHashMap<>();
  private final Map<Work, Deque<Of<Receipt>>> refused = new LinkedHashMap<>();
  private final List<Of<Outcome>> passedBy = new ArrayList<>();
  private final Findings findings;
  private long read;
  private long lastPaired = -1;
  private long lastPairedOffset = -1;

  ExecutionPairs(Findings findings) {
    this.findings = findings;
  }

  void execution(Of<Outcome> execution) {
    Work work = work(execution.content());
    long number = read++;
    Deque<Of<Receipt>> waiting = receipts.get(work);
    if (waiting == null) {
      executions
          .computeIfAbsent(work, _ -> new ArrayDeque<>())
          .add(new Numbered<>(number, execution));
      return;
    }
    Of<Receipt> receipt = waiting.removeFirst();
    if (waiting.isEmpty()) {
      receipts.remove(work);
    }
    pair(number, execution, receipt);
  }

  /** An execution that the prover could not process. Once put back, it comes again. */
  void passedBy(Of<Outcome> execution) {
    Work work = work(execution.content());
    Deque<Numbered<Outcome>> waiting = executions.get(work);
    if (waiting != null && waiting.removeIf(one -> one.of.equals(execution))) {
      passedBy.add(execution);
      if (waiting.isEmpty()) {
        executions.remove(work);
      }
    }
  }

  /** A receipt that the log refused: it is none, but tells what became of an execution. */
  void refused(Of<Receipt> receipt) {
    refused.computeIfAbsent(work(receipt.content()), _ -> new ArrayDeque<>()).add(receipt);
  }

  private static Work work(Receipt receipt) {
    return new Work(receipt.orderId(), receipt.stepId());
  }

  private static Work work(Outcome execution) {
    return new Work(execution.orderId(), execution.stepId());
  }

  /** A receipt that the log accepted; those that it refused before were made again by it. */
  void receipt(Of<Receipt> receipt) {
    Work work = work(receipt.content());
    refused.remove(work);
    Deque<Numbered<Outcome>> waiting = executions.get(work);
    if (waiting == null) {
      receipts.computeIfAbsent(work, _ -> new ArrayDeque<>()).add(receipt);
      return;
    }
    Numbered<Outcome> execution = waiting.removeFirst();
    if (waiting.isEmpty()) {
      executions.remove(work);
    }
    pair(execution.number, execution.of, receipt);
  }

  private void pair(long number, Of<Outcome> execution, Of<Receipt> receipt) {
    String differences = differences(execution.content(), receipt.content());
    if (!differences.isEmpty()) {
      findings.fail(
          FindingCode.L5_EXECUTION_DIFFERS,
          execution.record(),
          "compared with its receipt %s: %s".formatted(Findings.at(receipt.record()), differences));
    }
    if (number < lastPaired) {
      findings.fail(
          FindingCode.L5_EXECUTION_ORDER,
          execution.record(),
          "its receipt %s comes after that of the execution at offset %d"
              .formatted(Findings.at(receipt.record()), lastPairedOffset));
      findings.fail(
          FindingCode.L5_EXECUTION_ORDER,
          receipt.record(),
          "its execution %s comes before that of the receipt before it"
              .formatted(Findings.at(execution.record())));
    } else {
      lastPaired = number;
      lastPairedOffset = execution.record().offset();
    }
    times(execution, receipt);
  }

  private void times(Of<Outcome> execution, Of<Receipt> receipt) {
    long appended = execution.record().appendTime();
    if (appended > receipt.record().appendTime() + LaneAudit.CLOCKS_MS) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          execution.record(),
          "appended at %d, its receipt %s at %d"
              .formatted(appended, Findings.at(receipt.record()), receipt.record().appendTime()));
    }
    if (appended + LaneAudit.CLOCKS_MS < execution.content().completedAt()) {
      findings.fail(
          FindingCode.L5_APPENDED_OUT_OF_TIME,
          execution.record(),
          "appended at %d, and decided at %d"
              .formatted(appended, execution.content().completedAt()));
    }
  }

  /**
   * What has no partner in the end.
   *
   * @param dueBefore executions that were appended before this time should have a receipt
   */
  void finish(long dueBefore, Map<Bytes32, OrderCase> open) {
    for (Deque<Numbered<Outcome>> waiting : executions.values()) {
      waiting.forEach(execution -> unproven(execution, dueBefore, open));
    }
    passedBy.forEach(execution ->
        findings.note(
            FindingCode.L5_RECEIPT_MISSING,
            execution.record(),
            without(execution.content()) + "; it is a dead letter"));
    withoutExecution(receipts);
    withoutExecution(refused);
  }

  private void withoutExecution(Map<Work, Deque<Of<Receipt>>> left) {
    for (Deque<Of<Receipt>> waiting : left.values()) {
      for (Of<Receipt> receipt : waiting) {
        findings.missing(
            FindingCode.L5_EXECUTION_MISSING,
            LineSource.Lane.EXECUTIONS,
            receipt.record().partition(),
            "order %s, step %s, whose receipt is %s"
                .formatted(
                    receipt.content().orderId(),
                    receipt.content().stepId(),
                    Findings.at(receipt.record())));
        findings.fail(
            FindingCode.L5_EXECUTION_MISSING,
            receipt.record(),
            "states an outcome that is not in executions");
      }
    }
  }

  private static String without(Outcome execution) {
    return "order %s, step %s has no receipt".formatted(execution.orderId(), execution.stepId());
  }

  /** Whatever comes before an execution with a receipt should have one too, at any time. */
  private void unproven(Numbered<Outcome> execution, long dueBefore, Map<Bytes32, OrderCase> open) {
    LineRecord record = execution.of.record();
    String message = without(execution.of.content());
    Deque<Of<Receipt>> unfit = refused.get(work(execution.of.content()));
    if (unfit != null && !unfit.isEmpty()) {
      findings.fail(
          FindingCode.L5_RECEIPT_MISSING,
          record,
          "%s: the log refused %s".formatted(message, Findings.at(unfit.removeFirst().record())));
      return;
    }
    if (execution.number > lastPaired && record.appendTime() >= dueBefore) {
      return;
    }
    OrderCase order = open.get(execution.of.content().orderId());
    if (order == null) {
      findings.fail(FindingCode.L5_RECEIPT_MISSING, record, message);
    } else {
      findings.fail(FindingCode.L5_RECEIPT_MISSING, execution.of, order, message);
    }
  }

  private static String differences(Outcome execution, Receipt receipt) {
    List<String> differences = new ArrayList<>();
    add(differences, "agent", receipt.agent(), execution.agent());
    add(differences, "buyer", receipt.buyer(), execution.buyer());
    add(differences, "asset", receipt.asset(), execution.asset());
    add(differences, "amount", receipt.amount(), execution.amount());
    add(differences, "fee", receipt.fee(), execution.fee());
    add(differences, "feeRecipient", receipt.feeRecipient(), execution.feeRecipient());
    add(differences, "verdict", receipt.verdict().code(), execution.verdict());
    add(differences, "orderHash", receipt.orderHash(), execution.orderHash());
    add(differences, "planHash", receipt.planHash(), execution.planHash());
    add(differences, "inputHash", receipt.inputHash(), execution.inputHash());
    add(differences, "outputHash", receipt.outputHash(), execution.outputHash());
    add(differences, "completedAt", receipt.completedAt(), execution.completedAt());
    return String.join("; ", differences);
  }

  static void add(List<String> differences, String name, Object expected, Object found) {
    different(name, expected, found).ifPresent(differences::add);
  }

  private static Optional<String> different(String name, Object expected, Object found) {
    return Objects.equals(expected, found)
        ? Optional.empty()
        : Optional.of("%s is %s, expected %s".formatted(name, found, expected));
  }
}

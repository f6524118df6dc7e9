package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineRecord.DayCapAnswer;
import dev.quittance.auditor.source.LineRecord.OfLog;
import dev.quittance.auditor.source.LineRecord.OrderPromised;
import dev.quittance.auditor.source.LineRecord.OrderTaken;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineRecord.PlanTaken;
import dev.quittance.auditor.source.LineRecord.Settled;
import dev.quittance.auditor.source.LineRecord.Unreadable;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.schemas.PassedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Audits the orders of one partition, which are the same partition's of every topic keyed by order.
 * Only orders on their way are in memory; of the others, sixteen bytes each. Not thread-safe.
 */
public final class LaneAudit {

  /** So far may the clocks of the leaders of different partitions be apart. */
  static final long CLOCKS_MS = 5_000;

  /** How long an order that is complete is kept: until no clock can be behind it. */
  private static final long KEPT_MS = 2 * CLOCKS_MS;

  /**
   * What an audit of a partition's orders gives.
   *
   * @param orders how many orders there are
   * @param findings what was found
   * @param promises what is to be said about promises when all partitions have been read
   * @param grants the same about daily caps
   */
  public record Result(long orders, List<Finding> findings, Promises promises, DayGrants grants) {
    /** Copies the findings. */
    public Result {
      findings = List.copyOf(findings);
    }
  }

  /** Hears of every record. */
  @FunctionalInterface
  public interface Progress {
    /** One more record was read. */
    void read() throws InterruptedException;
  }

  private record Done(Bytes32 orderId, long since) {}

  private final int lanes;
  private final long dueBefore;
  private final Findings findings = new Findings();
  private final ExecutionPairs pairs = new ExecutionPairs(findings);
  private final PlanOrder planOrder = new PlanOrder(findings);
  private final CaseCheck cases;
  private final PromiseCheck promises;
  private final Map<Bytes32, OrderCase> open = new HashMap<>();
  private final Deque<Done> complete = new ArrayDeque<>();
  private final Deque<Of<Receipt>> unpaired = new ArrayDeque<>();
  private final IdSet closed;
  private final Predicate<LineRecord> isRefused;
  private long orders;

  private LaneAudit(Lane lane, CatalogueHistory history, long dueBefore) {
    Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
    this.lanes = lane.source.lanes();
    this.dueBefore = dueBefore;
    this.isRefused = lane.isRefused;
    this.closed = new IdSet(lane.secret);
    this.cases = new CaseCheck(new BuyerCheck(lane.domain, signatures), history, findings);
    this.promises = new PromiseCheck(lane.domain, signatures, new IdSet(lane.secret), findings);
  }

  /**
   * What is audited.
   *
   * @param source the records
   * @param partition the partition
   * @param domain the log's
   * @param isRefused whether a record of the log is no accepted one
   * @param secret what nobody can foretell: see {@link IdSet}
   */
  public record Lane(
      LineSource source,
      int partition,
      ReceiptDomain domain,
      Predicate<LineRecord> isRefused,
      Bytes32 secret) {}

  /**
   * Audits a partition; blocks while it reads.
   *
   * @param dueBefore what was appended before this time, unix milliseconds, should have led to what
   *     comes next
   */
  public static Result run(Lane lane, CatalogueHistory history, long dueBefore, Progress progress)
      throws LogUnavailableException, InterruptedException {
    LaneAudit audit = new LaneAudit(lane, history, dueBefore);
    try (LineMerge records = LineMerge.open(lane.source, lane.partition)) {
      for (LineRecord next = records.next(); next != null; next = records.next()) {
        audit.read(next);
        progress.read();
      }
    }
    return audit.finish();
  }

  private void read(LineRecord record) {
    pairUntil(record.appendTime());
    closeUntil(record.appendTime());
    switch (record.content()) {
      case OrderPromised promised -> promised(record, promised);
      case OrderTaken taken ->
          with(record, taken.orderId(), all -> all.orders.add(new Of<>(record, taken)));
      case DayCapAnswer answer ->
          with(record, answer.orderId(), all -> all.dayCaps.add(new Of<>(record, answer)));
      case PlanTaken taken ->
          with(
              record,
              taken.orderId(),
              all -> {
                all.plans.add(new Of<>(record, taken));
                planOrder.planned(record, all);
              });
      case Outcome outcome -> {
        pairs.execution(new Of<>(record, outcome));
        with(record, outcome.orderId(), all -> all.outcomes.add(new Of<>(record, outcome)));
        outcome.passedBy().ifPresent(named -> passedBy(outcome.orderId(), named));
      }
      case OfLog(DecodedReceipt decoded, boolean isProofRight) -> {
        if (!isProofRight) {
          findings.fail(
              FindingCode.L5_PROOF_DIFFERS,
              record,
              "the text of the proof of work is not the one that proofHash commits to");
        }
        decoded.wellFormed().ifPresent(signed -> receipt(record, signed.receipt()));
      }
      case OfLog _ -> {
        // Closes, and what does not decode, are the business of the log's own levels.
      }
      case Settled settled ->
          with(record, settled.orderId(), all -> all.settlements.add(new Of<>(record, settled)));
      case Unreadable _ -> unreadable(record);
      case LineRecord.CatalogueDocument _ ->
          throw new IllegalStateException("a document of the catalogue at " + Findings.at(record));
    }
  }

  private void promised(LineRecord record, OrderPromised promised) {
    rightKey(record, promised.orderId());
    if (!promises.isPromise(record, promised)) {
      return;
    }
    if (closed.contains(promised.orderId())) {
      promises.afterwards(record, promised);
    } else {
      open.computeIfAbsent(promised.orderId(), OrderCase::new)
          .promises
          .add(new Of<>(record, promised));
    }
  }

  private void receipt(LineRecord record, Receipt receipt) {
    Of<Receipt> of = new Of<>(record, receipt);
    boolean isAccepted = !isRefused.test(record);
    unpaired.add(of);
    if (!closed.contains(receipt.orderId())) {
      with(
          record,
          receipt.orderId(),
          all -> {
            all.receipts.add(of);
            if (isAccepted) {
              all.accepted.add(of);
            }
          });
    } else if (isAccepted) {
      SettlementCheck.notCounted(findings, of, "the order has been settled before");
    }
  }

  /** Once no clock can be behind them: by then it is known which executions were passed by. */
  private void pairUntil(long now) {
    while (!unpaired.isEmpty() && unpaired.getFirst().record().appendTime() + CLOCKS_MS < now) {
      Of<Receipt> receipt = unpaired.removeFirst();
      if (isRefused.test(receipt.record())) {
        pairs.refused(receipt);
      } else {
        pairs.receipt(receipt);
      }
    }
  }

  private void passedBy(Bytes32 orderId, PassedBy named) {
    OrderCase all = open.get(orderId);
    if (all != null) {
      all.outcomes.stream()
          .filter(outcome -> Findings.named(outcome.record()).equals(named))
          .forEach(pairs::passedBy);
    }
  }

  /** A record without an order's id is of no order: garbage that somebody appended. */
  private void unreadable(LineRecord record) {
    Optional<Bytes32> orderId =
        record.key().filter(key -> key.size() == Bytes32.SIZE).map(Bytes32::copyOf);
    if (orderId.isEmpty()) {
      findings.note(
          FindingCode.L5_RECORD_UNREADABLE, record, CaseCheck.UNREADABLE + ", and is of no order");
    } else if (closed.contains(orderId.get())) {
      findings.fail(FindingCode.L5_RECORD_UNREADABLE, record, CaseCheck.UNREADABLE);
    } else {
      open.computeIfAbsent(orderId.get(), OrderCase::new).unreadable.add(record);
    }
  }

  private void with(
      LineRecord record, Bytes32 orderId, java.util.function.Consumer<OrderCase> addition) {
    rightKey(record, orderId);
    if (closed.contains(orderId)) {
      late(record);
      return;
    }
    OrderCase all = open.computeIfAbsent(orderId, OrderCase::new);
    orders += all.isNoMoreThanPromised() ? 1 : 0;
    boolean wasComplete = all.isComplete();
    addition.accept(all);
    if (!wasComplete && all.isComplete()) {
      complete.add(new Done(orderId, record.appendTime()));
    }
  }

  private void rightKey(LineRecord record, Bytes32 orderId) {
    Bytes key = orderId.toBytes();
    if (record.key().filter(key::equals).isEmpty()) {
      findings.fail(
          FindingCode.L5_WRONG_KEY,
          record,
          "is of order %s and has key %s"
              .formatted(orderId, record.key().map(Bytes::toString).orElse("none")));
    } else if (LineSource.partitionOf(key, lanes) != record.partition()) {
      findings.fail(
          FindingCode.L5_WRONG_KEY,
          record,
          "its key belongs into partition " + LineSource.partitionOf(key, lanes));
    }
  }

  /** A record of an order of which nothing more was to come. */
  private void late(LineRecord record) {
    FindingCode code =
        switch (record.content()) {
          case DayCapAnswer _ -> FindingCode.L5_DAY_CAP_DIFFERS;
          case PlanTaken _ -> FindingCode.L5_PLAN_REPEATED;
          case Outcome _ -> FindingCode.L5_EXECUTION_REPEATED;
          case Settled _ -> FindingCode.L5_SETTLEMENT_REPEATED;
          case OrderPromised _,
              OrderTaken _,
              OfLog _,
              Unreadable _,
              LineRecord.CatalogueDocument _ ->
              FindingCode.L5_ORDER_REPEATED;
        };
    findings.fail(code, record, "the order has been settled before");
  }

  private void closeUntil(long now) {
    planOrder.checkBefore(now - KEPT_MS);
    while (!complete.isEmpty() && complete.getFirst().since + KEPT_MS < now) {
      OrderCase all = open.get(complete.removeFirst().orderId);
      if (all != null && all.isComplete()) {
        open.remove(all.orderId);
        closed.add(all.orderId);
        check(all);
      }
    }
  }

  private void check(OrderCase all) {
    promises.check(all);
    if (!all.isNoMoreThanPromised()) {
      cases.check(all, dueBefore);
    }
  }

  private Result finish() {
    pairUntil(Long.MAX_VALUE);
    pairs.finish(dueBefore, open);
    planOrder.checkBefore(Long.MAX_VALUE);
    open.values().forEach(this::check);
    return new Result(orders, findings.list(), promises.promises(), cases.grants());
  }
}

package dev.quittance.cli.demo;

import dev.quittance.planning.document.Plan;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorHalted;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import dev.quittance.schemas.avro.Credit;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderSettled;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PayoutFinal;
import dev.quittance.schemas.avro.PayoutsRecord;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import dev.quittance.schemas.avro.SettlementsRecord;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Which orders of a run have come how far, and what became of the log's periods. Thread-safe. */
final class RunProgress {
  /**
   * Counts at one moment.
   *
   * @param submitted orders that the gateway took
   * @param orders how many of them passed each milestone
   * @param receipts receipts of these orders
   * @param periodsClosed periods of the whole log that every lane has closed
   * @param periodsFinal of those, how many are anchored for good
   * @param periodsPaid of those, how many are paid out
   */
  record Counts(
      int submitted,
      Map<Milestone, Integer> orders,
      int receipts,
      long periodsClosed,
      long periodsFinal,
      long periodsPaid) {
    int of(Milestone milestone) {
      return orders.getOrDefault(milestone, 0);
    }
  }

  /** What the run's orders came to, in the asset's smallest unit. */
  record Money(BigInteger credits, BigInteger fees) {}

  private final ReceiptsCodec codec;
  private final Map<Bytes32, OrderProgress> orders = new HashMap<>();
  private final Set<Bytes32> submitted = new LinkedHashSet<>();
  private final Map<Integer, TreeMap<Long, Long>> endOffsetsByLane = new HashMap<>();
  private final TreeMap<Long, String> anchorTransactions = new TreeMap<>();
  private final Map<Long, Set<Integer>> paidBatches = new HashMap<>();
  private final Map<Long, Integer> batches = new HashMap<>();
  private @Nullable String halted;

  RunProgress(ReceiptsCodec codec) {
    this.codec = codec;
  }

  /** An order of this run was taken by the gateway. */
  synchronized void submitted(Bytes32 orderId) {
    submitted.add(orderId);
  }

  /** The orders of this run, in the order in which the gateway took them. */
  synchronized List<Bytes32> submittedOrders() {
    return List.copyOf(submitted);
  }

  /** Why anchoring has stopped for good; null while it goes on. */
  synchronized @Nullable String halted() {
    return halted;
  }

  /** Hash of the transaction that anchored each final period. */
  synchronized Map<Long, String> anchorTransactions() {
    return new TreeMap<>(anchorTransactions);
  }

  /** A raw record of the receipt log. */
  synchronized void receipt(int partition, long offset, byte @Nullable [] value) {
    codec
        .receipt(value)
        .ifPresent(
            signed -> order(signed.receipt().orderId().toByteArray()).receipt(partition, offset));
  }

  /** A record of any other followed topic. */
  synchronized void record(SpecificRecord record) {
    switch (record) {
      case OrdersRecord inbox when inbox.getBody() instanceof OrderAccepted accepted ->
          order(accepted.getOrderId().bytes()).accepted();
      case PlansRecord plans when plans.getBody() != null -> planned(plans.getBody());
      case ExecutionsRecord executions when executions.getBody() != null ->
          order(executions.getBody().getOrderId().bytes()).executed();
      case SettlementsRecord settlements when settlements.getBody() != null ->
          order(settlements.getBody().getOrderId().bytes()).settled(settlements.getBody());
      case LogHeadsRecord heads when heads.getBody() != null -> closed(heads.getBody());
      case AnchorStatusRecord status -> anchor(status.getBody());
      case PayoutsRecord payouts when payouts.getBody() instanceof PayoutFinal paid -> {
        paidBatches.computeIfAbsent(paid.getSeq(), _ -> new HashSet<>()).add(paid.getBatch());
        batches.put(paid.getSeq(), paid.getBatches());
      }
      default -> {
        // Other kinds say nothing about how far an order is.
      }
    }
  }

  /** The counts now. */
  synchronized Counts counts() {
    Map<Milestone, Integer> passed = new EnumMap<>(Milestone.class);
    int receipts = 0;
    for (Bytes32 id : submitted) {
      OrderProgress order = orders.get(id);
      if (order != null) {
        receipts += order.receipts();
        order.milestones(this::isFinal).forEach(m -> passed.merge(m, 1, Integer::sum));
      }
    }
    long closed = endOffsetsByLane.values().stream().mapToLong(TreeMap::size).min().orElse(0);
    return new Counts(
        submitted.size(), passed, receipts, closed, anchorTransactions.size(), periodsPaid());
  }

  /** What this run's settlements came to. */
  synchronized Money money() {
    BigInteger credits = BigInteger.ZERO;
    BigInteger fees = BigInteger.ZERO;
    for (Bytes32 id : submitted) {
      OrderProgress order = orders.get(id);
      OrderSettled settlement = order == null ? null : order.settlement();
      if (settlement != null) {
        fees = fees.add(AvroValues.integer(settlement.getFees()));
        for (Credit credit : settlement.getCredits()) {
          credits = credits.add(AvroValues.integer(credit.getAmount()));
        }
      }
    }
    return new Money(credits, fees);
  }

  private void planned(PlanMade made) {
    Plan plan = Plan.parse(AvroValues.bytes(made.getPlan())).orThrow();
    order(made.getOrderId().bytes()).planned(plan.steps().size());
  }

  private void closed(HeadClosed closed) {
    PartitionHead.decode(Bytes.wrap(AvroValues.bytes(closed.getHead())))
        .ifPresent(head ->
            endOffsetsByLane
                .computeIfAbsent(closed.getPartition(), _ -> new TreeMap<>())
                .put(closed.getSeq(), head.endOffset()));
  }

  private void anchor(@Nullable Object status) {
    switch (status) {
      case AnchorFinal anchored ->
          anchorTransactions.put(anchored.getSeq(), AvroValues.hex(anchored.getTxHash()));
      case AnchorHalted stopped -> halted = stopped.getReason();
      case null, default -> {
        // On its way.
      }
    }
  }

  private long periodsPaid() {
    return paidBatches.entrySet().stream()
        .filter(entry -> entry.getValue().size() >= batches.getOrDefault(entry.getKey(), 0))
        .count();
  }

  /** Periods become final in sequence, and each ends where the next one starts. */
  private boolean isFinal(int lane, long offset) {
    TreeMap<Long, Long> ends = endOffsetsByLane.get(lane);
    if (ends == null || anchorTransactions.isEmpty()) {
      return false;
    }
    Map.Entry<Long, Long> lastFinal = ends.floorEntry(anchorTransactions.lastKey());
    return lastFinal != null && offset < lastFinal.getValue();
  }

  private OrderProgress order(byte[] id) {
    return orders.computeIfAbsent(Bytes32.copyOf(id), _ -> new OrderProgress());
  }
}

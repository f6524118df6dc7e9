package dev.quittance.explorer.domain;

import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Accepted;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Planned;
import dev.quittance.platform.events.OrderEvent.PlannedStep;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.OrderEvent.Requested;
import dev.quittance.platform.events.OrderEvent.Settled;
import dev.quittance.receipts.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that the topics have said of one order so far. Immutable.
 *
 * <p>Each kind of event has a place of its own, which the first event of its kind fills: records of
 * one topic come in their order, those of different topics in any, and the view is the same.
 * Everything else is derived from what is filled, so a status never goes back.
 *
 * <p>A dead letter is the exception: its outcome and its settlement make an unfinished order FAILED
 * and count no more once the order has ended, be it before or after them.
 *
 * @param orderId the order, or the request that was refused under its own id
 * @param outcomes by step id
 * @param receipts by step id and agent: what another agent signs hides no true receipt
 * @param anchors by place in the log
 */
public record OrderView(
    String orderId,
    @Nullable Requested requested,
    @Nullable Accepted accepted,
    @Nullable Planned plan,
    @Nullable Settled settlement,
    SortedMap<String, Executed> outcomes,
    SortedMap<String, Proven> receipts,
    SortedMap<String, Anchored> anchors) {
  private static final int CANCELLED = 6;

  private static final Comparator<Executed> BY_INDEX = Comparator.comparingInt(Executed::index);

  /** A cancelled step says least: it was cancelled because another one did not succeed. */
  private static final Comparator<Executed> BY_WEIGHT =
      Comparator.comparing((Executed outcome) -> outcome.verdict() == CANCELLED)
          .thenComparing(BY_INDEX);

  /** Keeps immutable views; the maps must not change any more. */
  public OrderView {
    outcomes = Collections.unmodifiableSortedMap(outcomes);
    receipts = Collections.unmodifiableSortedMap(receipts);
    anchors = Collections.unmodifiableSortedMap(anchors);
  }

  /** An order of which nothing is known. */
  public static OrderView of(String orderId) {
    return new OrderView(
        orderId, null, null, null, null, new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  /** The view of an order from events in any order, such as {@link #events}. */
  public static OrderView of(String orderId, Iterable<OrderEvent> events) {
    OrderView view = of(orderId);
    for (OrderEvent event : events) {
      view = view.apply(event);
    }
    return view;
  }

  /**
   * Everything it holds: told to the view of an order of which nothing is known, it is this one.
   */
  public List<OrderEvent> events() {
    List<OrderEvent> events = new ArrayList<>();
    Stream.of(requested, accepted, plan, settlement)
        .flatMap(Stream::ofNullable)
        .forEach(events::add);
    events.addAll(outcomes.values());
    events.addAll(receipts.values());
    events.addAll(anchors.values());
    return events;
  }

  /** The view with one more event; the same view when that changes nothing. */
  public OrderView apply(OrderEvent event) {
    return switch (event) {
      case Requested it -> requested != null ? this : with(it, accepted, plan, settlement);
      case Accepted it -> accepted != null ? this : with(requested, it, plan, settlement);
      case Planned it -> plan != null ? this : with(requested, accepted, it, settlement);
      case Settled it -> with(it);
      case Executed it -> with(it);
      case Proven it -> with(it, receiptKey(it.stepId(), it.agent()));
      case Anchored it -> with(it, place(it.partition(), it.offset()));
    };
  }

  private OrderView with(
      @Nullable Requested newRequested,
      @Nullable Accepted newAccepted,
      @Nullable Planned newPlan,
      @Nullable Settled newSettlement) {
    return new OrderView(
        orderId, newRequested, newAccepted, newPlan, newSettlement, outcomes, receipts, anchors);
  }

  private OrderView with(
      SortedMap<String, Executed> newOutcomes,
      SortedMap<String, Proven> newReceipts,
      SortedMap<String, Anchored> newAnchors) {
    return new OrderView(
        orderId, requested, accepted, plan, settlement, newOutcomes, newReceipts, newAnchors);
  }

  private OrderView with(Settled settled) {
    boolean isNews =
        settlement == null || (settlement.isOfDeadLetter() && !settled.isOfDeadLetter());
    return isNews ? with(requested, accepted, plan, settled) : this;
  }

  private OrderView with(Executed outcome) {
    Executed known = outcomes.get(outcome.stepId());
    boolean isNews = known == null || (known.isDeadLetter() && !outcome.isDeadLetter());
    return isNews ? with(plus(outcomes, outcome.stepId(), outcome), receipts, anchors) : this;
  }

  private OrderView with(Proven receipt, String key) {
    return receipts.containsKey(key) ? this : with(outcomes, plus(receipts, key, receipt), anchors);
  }

  private OrderView with(Anchored anchor, String key) {
    return anchors.containsKey(key) ? this : with(outcomes, receipts, plus(anchors, key, anchor));
  }

  private static <V> SortedMap<String, V> plus(SortedMap<String, V> map, String key, V value) {
    SortedMap<String, V> more = new TreeMap<>(map);
    more.put(key, value);
    return more;
  }

  /** How far the order has come. */
  public OrderStatus status() {
    Optional<Settled> settled = finalSettlement();
    if (settled.isPresent() && settled.get().verdict() != Verdict.COMPLETED.code()) {
      return OrderStatus.ofFailure(settled.get().verdict());
    }
    if (settled.isPresent()) {
      return isAnchoredWhole() ? OrderStatus.ANCHORED : OrderStatus.SETTLED;
    }
    Optional<Executed> failure = hasEnded() ? failure() : Optional.empty();
    if (failure.isPresent()) {
      return OrderStatus.ofFailure(failure.get().verdict());
    }
    if (isProvenWhole()) {
      return OrderStatus.PROVEN;
    }
    if (settlement != null && !isFinished()) {
      return OrderStatus.FAILED;
    }
    if (!outcomes.isEmpty() || !receipts.isEmpty()) {
      return OrderStatus.EXECUTING;
    }
    return plan != null ? OrderStatus.PLANNED : OrderStatus.RECEIVED;
  }

  /** Whether every outcome there will be is known and has its receipt. */
  public boolean isProvenWhole() {
    return hasEnded() && all(outcome -> receiptOf(outcome).isPresent());
  }

  /** Whether every one of those receipts is in a final period. */
  public boolean isAnchoredWhole() {
    return hasEnded() && all(outcome -> receiptOf(outcome).flatMap(this::anchorOf).isPresent());
  }

  private boolean all(Predicate<Executed> condition) {
    return outcomes.values().stream().allMatch(condition);
  }

  /** Why the order did not succeed: what ended it, or the first step that is not completed. */
  public Optional<Executed> failure() {
    boolean isFinished = isFinished();
    return outcomes.values().stream()
        .filter(outcome -> !outcome.hasSucceeded())
        .filter(outcome -> !isFinished || !outcome.isDeadLetter())
        .min(BY_WEIGHT);
  }

  /** The receipt of an outcome, signed by the agent that the outcome names. */
  public Optional<Proven> receiptOf(Executed outcome) {
    return Optional.ofNullable(receipts.get(receiptKey(outcome.stepId(), outcome.agent())));
  }

  /** Where a receipt is anchored. */
  public Optional<Anchored> anchorOf(Proven receipt) {
    return Optional.ofNullable(anchors.get(place(receipt.partition(), receipt.offset())));
  }

  /** The outcome of a planned step. */
  public Optional<Executed> outcomeOf(PlannedStep step) {
    return Optional.ofNullable(outcomes.get(step.stepId()));
  }

  /** Whether a step of it asks for a service, as far as it is known. */
  public boolean asksFor(String service) {
    return (accepted != null && accepted.services().contains(service))
        || outcomes.values().stream().anyMatch(outcome -> outcome.service().equals(service));
  }

  /** Whose order it is, as the best source says; empty when none has said it yet. */
  public Optional<String> tenant() {
    return Stream.of(
            Optional.ofNullable(accepted).map(Accepted::tenant),
            outcomes.values().stream().min(BY_INDEX).map(Executed::tenant),
            Optional.ofNullable(settlement).map(Settled::tenant),
            Optional.ofNullable(requested).map(Requested::tenant))
        .flatMap(Optional::stream)
        .filter(name -> !name.isEmpty())
        .findFirst();
  }

  /** The earliest time known of the order, unix ms; 0 when nothing is known. */
  public long sinceMs() {
    return Stream.of(
            Stream.ofNullable(requested).mapToLong(Requested::atMs),
            Stream.ofNullable(accepted).mapToLong(Accepted::atMs),
            Stream.ofNullable(plan).mapToLong(Planned::atMs),
            Stream.ofNullable(settlement).mapToLong(Settled::atMs),
            outcomes.values().stream().mapToLong(Executed::atMs),
            receipts.values().stream().mapToLong(Proven::atMs))
        .flatMapToLong(times -> times)
        .min()
        .orElse(0);
  }

  /** Whether there is an end, be it that of a dead letter. */
  private boolean hasEnded() {
    return isFinished() || outcomes.values().stream().anyMatch(Executed::isDeadLetter);
  }

  /** Whether there is an end that no redrive can change. */
  private boolean isFinished() {
    boolean endedBeforeAnyStep =
        outcomes.values().stream()
            .anyMatch(outcome -> outcome.isOfOrder() && !outcome.isDeadLetter());
    long ended = outcomes.values().stream().filter(outcome -> !outcome.isOfOrder()).count();
    return endedBeforeAnyStep || (ended > 0 && ended == steps());
  }

  private Optional<Settled> finalSettlement() {
    return Optional.ofNullable(settlement).filter(settled -> !settled.isOfDeadLetter());
  }

  private long steps() {
    return LongStream.concat(
            LongStream.concat(
                Stream.ofNullable(plan).mapToLong(it -> it.steps().size()),
                finalSettlement().stream().mapToLong(Settled::steps)),
            Stream.ofNullable(accepted).mapToLong(it -> it.services().size()))
        .findFirst()
        .orElse(-1);
  }

  private static String receiptKey(String stepId, String agent) {
    return stepId + "/" + agent;
  }

  private static String place(int partition, long offset) {
    return partition + "/" + offset;
  }
}

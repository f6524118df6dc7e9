package dev.quittance.market.agentl2.follow;

import dev.quittance.market.agentl2.follow.Notice.Kind;
import dev.quittance.market.agentl2.follow.Tracked.Phase;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a follower's position changes with what it sees of the chain. Pure.
 *
 * <p>A round is: roll back if a reorg took blocks that were handled; handle the blocks that have
 * enough others on top, in order; look at those that have not; close and hand in what is due.
 */
public final class Following {
  private Following() {}

  /**
   * After a reorg: only the blocks up to this one are still those that were handled. What was said
   * of the others to stop a delivery is taken back, as no log does it.
   */
  static Step rolledBack(Position position, long fork) {
    List<Notice> notices =
        position.orders().values().stream()
            .filter(order -> order.isResumedBy(fork))
            .map(order -> Notice.of(order.orderId(), Kind.RESOLVED))
            .toList();
    return new Step(position.backTo(fork).each(order -> order.rolledBack(fork)), notices);
  }

  /**
   * After the logs of blocks that are confirmed.
   *
   * @param to the last of these blocks
   * @param logs those of our orders, in the chain's order
   * @param nowMs unix ms
   */
  static Step scanned(Position position, BlockRef to, List<MarketLog> logs, long nowMs) {
    Map<Bytes32, Tracked> orders = new LinkedHashMap<>(position.orders());
    List<Notice> notices = new ArrayList<>();
    for (MarketLog log : logs) {
      switch (log) {
        case MarketLog.Created created -> confirm(created, orders, notices, nowMs);
        case MarketLog.Completed _,
            MarketLog.Disputed _,
            MarketLog.Cancelled _,
            MarketLog.Refunded _,
            MarketLog.DisputeResolved _ -> {
          change(log, orders);
          notices.add(notice(log));
        }
      }
    }
    return new Step(position.with(orders.values()).through(to), notices);
  }

  /** What stops the delivery of an order is kept until no reorg takes it back. */
  private static void change(MarketLog log, Map<Bytes32, Tracked> orders) {
    Bytes32 id = log.orderId();
    if (ends(log)) {
      orders.computeIfPresent(
          id, (_, order) -> order.isOutside() ? order.ended(log.block()) : order);
    }
    if (ends(log) || log instanceof MarketLog.Disputed) {
      orders.put(id, orders.getOrDefault(id, Tracked.again(id)).stopped(log.block()));
    } else {
      orders.computeIfPresent(id, (_, order) -> order.resumed());
    }
  }

  private static boolean ends(MarketLog log) {
    return switch (log) {
      case MarketLog.Completed _, MarketLog.Cancelled _, MarketLog.Refunded _ -> true;
      case MarketLog.DisputeResolved resolved -> resolved.refundBuyer();
      case MarketLog.Created _, MarketLog.Disputed _ -> false;
    };
  }

  private static void confirm(
      MarketLog.Created log, Map<Bytes32, Tracked> orders, List<Notice> notices, long nowMs) {
    Tracked known = orders.get(log.orderId());
    if (known == null) {
      notices.add(notice(log));
      orders.put(log.orderId(), Tracked.seen(log).confirmed(log.block(), nowMs));
      return;
    }
    orders.put(
        log.orderId(),
        switch (known.phase()) {
          case SEEN -> known.confirmed(log.block(), nowMs);
          case WITHDRAWN -> {
            notices.add(reappeared(log));
            yield known.confirmed(log.block(), nowMs);
          }
          case CONFIRMED, HELD, CLOSED, EXPIRED -> known.found(log.block());
          case HANDED_IN -> {
            if (known.doubtful()) {
              // Who watched its delivery may have missed it for a moment.
              notices.add(reappeared(log));
            }
            yield known.found(log.block());
          }
          case GONE -> {
            notices.add(reappeared(log));
            yield known.found(log.block()).in(Phase.HANDED_IN);
          }
        });
  }

  /**
   * Orders that are in none of the blocks that are handled, and in none of those behind them.
   *
   * @param created our orders in the latter
   */
  static List<Tracked> missed(Position position, List<MarketLog.Created> created) {
    Set<Bytes32> there =
        created.stream().map(MarketLog.Created::orderId).collect(Collectors.toSet());
    return position.orders().values().stream()
        .filter(order -> isMissed(order) && !there.contains(order.orderId()))
        .toList();
  }

  /**
   * After a look at the blocks behind those that are handled, up to the newest.
   *
   * @param created our orders in these blocks
   * @param gone what is on the chain no longer
   */
  static Step peeked(Position position, List<MarketLog.Created> created, Set<Bytes32> gone) {
    Map<Bytes32, Tracked> orders = new LinkedHashMap<>();
    List<Notice> notices = new ArrayList<>();
    for (Tracked order : position.orders().values()) {
      if (!gone.contains(order.orderId())) {
        orders.put(order.orderId(), order);
      } else if (order.phase() == Phase.SEEN) {
        notices.add(Notice.of(order.orderId(), Kind.WITHDRAWN, "block", number(order.block())));
        orders.put(order.orderId(), order.in(Phase.WITHDRAWN));
      } else {
        notices.add(Notice.of(order.orderId(), Kind.VANISHED, "block", number(order.block())));
        orders.put(order.orderId(), order.in(Phase.GONE));
      }
    }
    for (MarketLog.Created log : created) {
      Tracked known = orders.get(log.orderId());
      if (known == null) {
        notices.add(notice(log));
        orders.put(log.orderId(), Tracked.seen(log));
      } else if (known.phase() == Phase.WITHDRAWN) {
        notices.add(reappeared(log));
        orders.put(log.orderId(), Tracked.seen(log));
      }
    }
    return new Step(position.with(orders.values()), notices);
  }

  private static Notice reappeared(MarketLog.Created log) {
    return Notice.of(log.orderId(), Kind.REAPPEARED, "block", number(log.block()));
  }

  private static boolean isMissed(Tracked order) {
    return order.phase() == Phase.SEEN || (order.phase() == Phase.HANDED_IN && order.doubtful());
  }

  /** No more input is taken for these orders. */
  static Position closed(Position position, List<Tracked> due) {
    return position.with(due.stream().map(order -> order.in(Phase.CLOSED)).toList());
  }

  /** What becomes of an order that was to be handed in. */
  public sealed interface Fate {
    /** The line has it. */
    record HandedIn() implements Fate {}

    /** It is not pending, at least not now. */
    record Held() implements Fate {}

    /** It is too late. */
    record Expired(Notice notice) implements Fate {}
  }

  /** After orders that were closed met their fates. */
  static Step ended(Position position, Map<Bytes32, Fate> fates) {
    List<Tracked> changed = new ArrayList<>();
    List<Notice> notices = new ArrayList<>();
    fates.forEach((id, fate) -> {
      Tracked order = position.order(id).orElseThrow();
      switch (fate) {
        case Fate.HandedIn _ -> {
          changed.add(order.in(Phase.HANDED_IN));
          if (order.phase() == Phase.HELD) {
            // What stopped it may have been taken back without a log of its own.
            notices.add(Notice.of(id, Kind.RESOLVED));
          }
        }
        case Fate.Held _ -> changed.add(order.in(Phase.HELD));
        case Fate.Expired(Notice notice) -> {
          changed.add(order.in(Phase.EXPIRED));
          notices.add(notice);
        }
      }
    });
    return new Step(position.with(changed), notices);
  }

  /**
   * Without what no reorg can take back any more: nothing of it is read again either, since no
   * rollback goes behind the first block of the trail when that is final.
   */
  static Position pruned(Position position, long finalized) {
    Position shorter = position.trailFrom(finalized);
    if (shorter.trail().isEmpty() || shorter.trail().getFirst().number() > finalized) {
      return shorter;
    }
    long floor = shorter.trail().getFirst().number();
    return shorter.without(
        shorter.orders().values().stream()
            .filter(order -> isSafe(order, floor))
            .map(Tracked::orderId)
            .toList());
  }

  private static boolean isSafe(Tracked order, long floor) {
    return switch (order.phase()) {
      case HANDED_IN, EXPIRED ->
          !order.doubtful() && order.block().number() <= floor && order.stoppedIn() <= floor;
      case CONFIRMED, CLOSED, HELD -> order.endedIn() != Tracked.OPEN && order.endedIn() <= floor;
      case SEEN, WITHDRAWN, GONE -> false;
    };
  }

  private static Notice notice(MarketLog log) {
    Bytes32 id = log.orderId();
    String block = number(log.block());
    return switch (log) {
      case MarketLog.Created created ->
          Notice.of(
              id,
              Kind.SEEN,
              "block",
              block,
              "buyer",
              created.buyer().toString(),
              "seller",
              created.seller().toString(),
              "serviceId",
              created.serviceId().toString(),
              "totalPrice",
              created.totalPrice().toString());
      case MarketLog.Completed completed ->
          Notice.of(
              id, Kind.COMPLETED, "block", block, "resultUri", bounded(completed.resultUri()));
      case MarketLog.Disputed disputed ->
          Notice.of(id, Kind.DISPUTED, "block", block, "reason", bounded(disputed.reason()));
      case MarketLog.Cancelled _ -> Notice.of(id, Kind.CANCELLED, "block", block);
      case MarketLog.Refunded refunded ->
          Notice.of(id, Kind.REFUNDED, "block", block, "amount", refunded.amount().toString());
      case MarketLog.DisputeResolved resolved ->
          Notice.of(id, resolved.refundBuyer() ? Kind.REFUNDED : Kind.RESOLVED, "block", block);
    };
  }

  private static String number(BlockRef block) {
    return Long.toString(block.number());
  }

  /** Texts of strangers are as long as they like. */
  private static String bounded(String text) {
    int most = 1_000;
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }
}

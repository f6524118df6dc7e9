package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;

/**
 * Where a follower stands. Immutable.
 *
 * @param next the first block whose logs are not handled; all before it are
 * @param trail blocks that were handled, ascending: by them a reorg is noticed
 * @param orders what is tracked, by id
 */
public record Position(long next, List<BlockRef> trail, SequencedMap<Bytes32, Tracked> orders) {
  /** Blocks of the trail that are kept one by one; older ones are thinned out. */
  private static final int TRAIL = 128;

  /** Copies. */
  public Position {
    trail = List.copyOf(trail);
    orders = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(orders));
  }

  /** Before the first block that is to be read. */
  public static Position before(long fromBlock) {
    return new Position(fromBlock, List.of(), new LinkedHashMap<>());
  }

  /** The order, if it is tracked. */
  public Optional<Tracked> order(Bytes32 orderId) {
    return Optional.ofNullable(orders.get(orderId));
  }

  /** The tracked orders in a phase, in the order of their coming. */
  public List<Tracked> in(Tracked.Phase phase) {
    return orders.values().stream().filter(order -> order.phase() == phase).toList();
  }

  Position with(Collection<Tracked> changed) {
    SequencedMap<Bytes32, Tracked> all = new LinkedHashMap<>(orders);
    changed.forEach(order -> all.put(order.orderId(), order));
    return new Position(next, trail, all);
  }

  Position without(Collection<Bytes32> gone) {
    SequencedMap<Bytes32, Tracked> rest = new LinkedHashMap<>(orders);
    gone.forEach(rest::remove);
    return new Position(next, trail, rest);
  }

  Position each(UnaryOperator<Tracked> change) {
    SequencedMap<Bytes32, Tracked> all = new LinkedHashMap<>(orders);
    all.replaceAll((_, order) -> change.apply(order));
    return new Position(next, trail, all);
  }

  /** With all blocks up to this one handled. */
  Position through(BlockRef block) {
    List<BlockRef> longer = new ArrayList<>(trail);
    longer.add(block);
    if (longer.size() > TRAIL) {
      for (int old = TRAIL / 2 - 1; old > 0; old -= 2) {
        longer.remove(old);
      }
    }
    return new Position(block.number() + 1, longer, orders);
  }

  /** With only the blocks up to this number handled. */
  Position backTo(long block) {
    return new Position(
        Math.min(next, block + 1),
        trail.stream().filter(ref -> ref.number() <= block).toList(),
        orders);
  }

  /** Without the blocks of the trail that are older than the newest final one. */
  Position trailFrom(long finalized) {
    int firstOpen = 0;
    while (firstOpen < trail.size() && trail.get(firstOpen).number() <= finalized) {
      firstOpen++;
    }
    return new Position(next, trail.subList(Math.max(0, firstOpen - 1), trail.size()), orders);
  }

  /** What is tracked here and was not, or not so, there. */
  public List<Tracked> changedSince(Position before) {
    return orders.values().stream()
        .filter(order -> !order.equals(before.orders.get(order.orderId())))
        .toList();
  }

  /** What was tracked there and is not here. */
  public List<Bytes32> forgottenSince(Position before) {
    return before.orders.keySet().stream().filter(id -> !orders.containsKey(id)).toList();
  }

  /** Whether the same orders are tracked in the same way. */
  public boolean tracksAs(Position other) {
    return Map.copyOf(orders).equals(Map.copyOf(other.orders));
  }
}

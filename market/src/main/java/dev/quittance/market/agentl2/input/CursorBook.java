package dev.quittance.market.agentl2.input;

import dev.quittance.market.agentl2.follow.Position;
import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.market.agentl2.follow.Tracked.Phase;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What the records of {@code market-cursors} say about one marketplace, folded in their order: all
 * processes come to the same. Not thread-safe.
 *
 * <p>An input that stands before its order's closing is the order's; one behind it is nobody's.
 */
public final class CursorBook {
  private final SequencedMap<Bytes32, Tracked> orders = new LinkedHashMap<>();
  private final Map<Bytes32, OrderInput> inputs = new HashMap<>();
  private List<BlockRef> trail = List.of();
  private long next;

  /** Before the first record. */
  public CursorBook(long fromBlock) {
    this.next = fromBlock;
  }

  /** Takes a record. */
  public void fold(CursorEntry entry) {
    switch (entry) {
      case CursorEntry.At(long block, List<BlockRef> blocks) -> {
        next = block;
        trail = new ArrayList<>(blocks);
      }
      case CursorEntry.Tracking(Tracked order) -> orders.put(order.orderId(), order);
      case CursorEntry.Forgotten(Bytes32 id) -> {
        orders.remove(id);
        inputs.remove(id);
      }
      case CursorEntry.Put(Bytes32 id, OrderInput input) -> put(id, input);
    }
  }

  private void put(Bytes32 id, OrderInput input) {
    OrderInput known = inputs.get(id);
    boolean replaces = known == null || input.signed();
    if (isOpen(id) && replaces) {
      inputs.put(id, input);
    }
  }

  /** Whether an input of this order still counts, as far as the records say. */
  public boolean isOpen(Bytes32 id) {
    Tracked order = orders.get(id);
    return order == null || order.phase() == Phase.SEEN || order.phase() == Phase.CONFIRMED;
  }

  /** Whether the order is tracked. */
  public boolean isTracked(Bytes32 id) {
    return orders.containsKey(id);
  }

  /** The input of an order. */
  public Optional<OrderInput> input(Bytes32 id) {
    return Optional.ofNullable(inputs.get(id));
  }

  /** Where the follower stands. */
  public Position position() {
    return new Position(next, trail, orders);
  }
}

package dev.quittance.market.agentl2.input;

import dev.quittance.market.agentl2.follow.Tracked;
import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;

/** What a record of {@code market-cursors} says about one AgentL2 marketplace. */
public sealed interface CursorEntry {
  /**
   * Where its follower stands.
   *
   * @param next the first block that is not handled
   * @param trail blocks that were
   */
  record At(long next, List<BlockRef> trail) implements CursorEntry {
    /** Copies the list. */
    public At {
      trail = List.copyOf(trail);
    }
  }

  /** An order that is tracked. */
  record Tracking(Tracked order) implements CursorEntry {}

  /** One that is no longer, nor is its input. */
  record Forgotten(Bytes32 orderId) implements CursorEntry {}

  /** An input that was put. */
  record Put(Bytes32 orderId, OrderInput input) implements CursorEntry {}
}

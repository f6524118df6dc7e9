package dev.quittance.market.agentl2.follow;

import dev.quittance.platform.chain.BlockRef;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * An order that a reorg may still take back, or that is not handed in yet.
 *
 * <pre>
 * SEEN ──▶ CONFIRMED ──▶ CLOSED ──▶ HANDED_IN ──▶ (forgotten when its block is final)
 *                          │           ▲    │
 *                          ▼           │    ▼
 *                         HELD ────────┘   GONE     a reorg took it; back when it is found again
 *                          │
 *                          ▼
 *                       EXPIRED ──▶ (forgotten when its block is final)
 * </pre>
 *
 * <p>A reorg makes of what is not handed in SEEN again, and WITHDRAWN when it is not found.
 *
 * @param orderId its id on the chain
 * @param block where it was created
 * @param phase how far it has come
 * @param since when it was confirmed, unix ms; 0 before
 * @param doubtful whether a reorg took its block and it has not been found again yet
 * @param endedIn number of the block that completed, cancelled or refunded it before it was handed
 *     in; {@link #OPEN} if none did
 * @param stoppedIn number of the block whose log was the first to stop its delivery; {@link #OPEN}
 *     if none does
 */
public record Tracked(
    Bytes32 orderId,
    BlockRef block,
    Phase phase,
    long since,
    boolean doubtful,
    long endedIn,
    long stoppedIn) {
  /** Not ended. */
  public static final long OPEN = -1;

  /** How far an order has come. */
  public enum Phase {
    /** In a block that has not enough others on top. */
    SEEN,
    /** Has them; it may wait for its input. */
    CONFIRMED,
    /** No input is taken any more. */
    CLOSED,
    /** It was not pending when it was to be handed in: disputed, or ended. */
    HELD,
    /** A reorg took it before it was handed in. */
    WITHDRAWN,
    /** Its deadline passed before it was handed in. */
    EXPIRED,
    /** The line has it. */
    HANDED_IN,
    /** The line has it, and the chain does not. */
    GONE
  }

  /** Where the creation of an order stands that is final: no reorg takes it. */
  private static final BlockRef FINAL = new BlockRef(-1, Bytes32.ZERO);

  static Tracked seen(MarketLog.Created log) {
    return new Tracked(log.orderId(), log.block(), Phase.SEEN, 0, false, OPEN, OPEN);
  }

  /** One that was forgotten, as the line has it for good; what now stops it is not final. */
  static Tracked again(Bytes32 orderId) {
    return new Tracked(orderId, FINAL, Phase.HANDED_IN, 0, false, OPEN, OPEN);
  }

  /** Whether the line has never had it. */
  boolean isOutside() {
    return switch (phase) {
      case SEEN, CONFIRMED, CLOSED, HELD, WITHDRAWN, EXPIRED -> true;
      case HANDED_IN, GONE -> false;
    };
  }

  Tracked in(Phase next) {
    return new Tracked(orderId, block, next, since, doubtful, endedIn, stoppedIn);
  }

  Tracked confirmed(BlockRef at, long nowMs) {
    return new Tracked(orderId, at, Phase.CONFIRMED, nowMs, false, endedIn, stoppedIn);
  }

  /** Found again, in this block. */
  Tracked found(BlockRef at) {
    return new Tracked(orderId, at, phase, since, false, endedIn, stoppedIn);
  }

  Tracked ended(BlockRef at) {
    return new Tracked(orderId, block, phase, since, doubtful, at.number(), stoppedIn);
  }

  Tracked stopped(BlockRef at) {
    long first = stoppedIn == OPEN ? at.number() : stoppedIn;
    return new Tracked(orderId, block, phase, since, doubtful, endedIn, first);
  }

  Tracked resumed() {
    return new Tracked(orderId, block, phase, since, doubtful, endedIn, OPEN);
  }

  /** Whether a reorg of all blocks behind this one takes what stops its delivery. */
  boolean isResumedBy(long fork) {
    return stoppedIn > fork;
  }

  /** After a reorg of all blocks behind this one. */
  Tracked rolledBack(long fork) {
    long ended = endedIn > fork ? OPEN : endedIn;
    long stopped = isResumedBy(fork) ? OPEN : stoppedIn;
    if (block.number() <= fork || phase == Phase.GONE || phase == Phase.WITHDRAWN) {
      return new Tracked(orderId, block, phase, since, doubtful, ended, stopped);
    }
    return isOutside()
        ? new Tracked(orderId, block, Phase.SEEN, 0, false, ended, stopped)
        : new Tracked(orderId, block, phase, since, true, ended, stopped);
  }
}

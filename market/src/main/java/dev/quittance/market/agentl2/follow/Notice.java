package dev.quittance.market.agentl2.follow;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.Map;
import java.util.TreeMap;

/**
 * Something that happened to an order on the chain.
 *
 * @param orderId its id on the chain
 * @param kind what
 * @param detail what else is known, by name
 */
public record Notice(Bytes32 orderId, Kind kind, Map<String, String> detail) {
  /** The kinds of market events that a follower writes. */
  public enum Kind {
    /** It is on the chain. */
    SEEN,
    /** It was, and the line never had it. */
    WITHDRAWN,
    /** It was, and the line has it. */
    VANISHED,
    /** It is again. */
    REAPPEARED,
    /** The buyer cancelled. */
    CANCELLED,
    /** The buyer disputes. */
    DISPUTED,
    /** A dispute is decided. */
    RESOLVED,
    /** It is completed. */
    COMPLETED,
    /** The buyer has the money back. */
    REFUNDED,
    /** Its deadline passed before the line had it. */
    EXPIRED
  }

  /** Copies the detail. */
  public Notice {
    detail = java.util.Collections.unmodifiableMap(new TreeMap<>(detail));
  }

  static Notice of(Bytes32 orderId, Kind kind, String... detail) {
    Map<String, String> members = new TreeMap<>();
    for (int i = 0; i + 1 < detail.length; i += 2) {
      members.put(detail[i], detail[i + 1]);
    }
    return new Notice(orderId, kind, members);
  }
}

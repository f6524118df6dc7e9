package dev.quittance.market.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.planning.document.Hash32;

/**
 * Something that a foreign marketplace, or an operator, says about an order.
 *
 * @param orderId the order in the line
 * @param market the marketplace, the {@code source} of its orders
 * @param sourceId the order's id there
 * @param kind what is said
 * @param detail JSON text of at most {@link #DETAIL_BYTES} bytes
 * @param atMs when the marketplace says that it was, else when it was seen; unix ms
 */
public record MarketEvent(
    Hash32 orderId, String market, String sourceId, EventKind kind, String detail, long atMs) {
  /** The longest detail. */
  public static final int DETAIL_BYTES = 8 * 1024;

  /** Checks the size of the detail. */
  public MarketEvent {
    if (detail.getBytes(UTF_8).length > DETAIL_BYTES) {
      throw new IllegalArgumentException("a detail has at most " + DETAIL_BYTES + " bytes");
    }
  }
}

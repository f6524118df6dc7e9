package dev.quittance.explorer;

import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.explorer.events.Journal;
import dev.quittance.explorer.events.Position;
import dev.quittance.explorer.fold.Keys;
import dev.quittance.explorer.fold.ViewCodec;
import dev.quittance.explorer.store.RocksStore;
import dev.quittance.planning.document.Hash32;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Questions to the order view. Answers come from local disk, and show what has been folded up to
 * now. Safe for any number of threads; blocks for disk reads.
 */
public final class OrderViews {
  /** A page looks at no more orders than this, however few of them fit a status. */
  private static final int EXAMINED = 10_000;

  /** One reading takes no more events of a source's lane than this. */
  private static final int EVENTS_OF_LANE = 100;

  private final RocksStore store;
  private final int lanes;

  /**
   * Reads a store that a follower writes.
   *
   * @param lanes partitions of the topics that events come from
   */
  OrderViews(RocksStore store, int lanes) {
    this.store = store;
    this.lanes = lanes;
  }

  /** Lanes of the line. */
  public int lanes() {
    return lanes;
  }

  /** The position behind every event that is folded. */
  public Position endOfEvents() {
    return Journal.end(
        lanes,
        origin -> {
          byte[] next = store.get(Keys.offset(origin.source().topic(), origin.lane()));
          return next == null ? 0 : ByteBuffer.wrap(next).getLong();
        });
  }

  /** A tenant's next events; empty when there are none after the position. */
  public List<Journal.Entry> eventsOf(String tenant, Position position) {
    return Journal.ofTenant(store, tenant, position, EVENTS_OF_LANE);
  }

  /** An order's events after a position. */
  public List<Journal.Entry> eventsOf(Hash32 orderId, Position position) {
    return Journal.ofOrder(store, orderId.hex(), position);
  }

  /** The view of an order, or of a request that was refused under its own id. */
  public Optional<OrderView> find(Hash32 orderId) {
    return Optional.ofNullable(store.get(Keys.view(orderId.hex()))).map(ViewCodec::view);
  }

  /**
   * One page of orders.
   *
   * @throws IllegalArgumentException when the cursor is none of ours
   */
  public OrderPage list(OrderFilter filter) {
    byte[] prefix = filter.tenant().map(Keys::ordersOf).orElseGet(Keys::allOrders);
    byte[] newest = Keys.atOrBefore(prefix, filter.untilMs().orElse(Long.MAX_VALUE));
    byte[] from = filter.cursor().map(cursor -> afterCursor(prefix, cursor)).orElse(newest);
    long sinceMs = filter.sinceMs().orElse(0);
    byte[] to = sinceMs > 0 ? Keys.olderThan(prefix, sinceMs) : Keys.after(prefix);
    List<OrderView> found = new ArrayList<>();
    List<byte[]> examined = new ArrayList<>();
    boolean[] more = {false};
    store.scan(
        Arrays.compareUnsigned(from, newest) < 0 ? newest : from,
        to,
        (key, _) -> {
          if (found.size() == filter.limit() || examined.size() == EXAMINED) {
            more[0] = true;
            return false;
          }
          examined.add(key);
          find(new Hash32(Keys.orderIdOf(key))).filter(filter::takes).ifPresent(found::add);
          return true;
        });
    return new OrderPage(
        found, more[0] ? Optional.of(cursor(prefix, examined.getLast())) : Optional.empty());
  }

  /** How many orders there are in which status. */
  public OrderCounts counts() {
    byte[] stored = store.get(Keys.counts());
    return stored == null ? OrderCounts.none() : ViewCodec.counts(stored);
  }

  /** Whether an order of this tenant brought this result. */
  public boolean hasResult(String tenant, Hash32 outputHash) {
    return store.get(Keys.result(tenant, outputHash.hex())) != null;
  }

  /** A payload that passed as a record, by the SHA-256 of its bytes. */
  public Optional<byte[]> payload(Hash32 sha256) {
    return Optional.ofNullable(store.get(Keys.payload(sha256.bytes())));
  }

  private static String cursor(byte[] prefix, byte[] lastKey) {
    byte[] place = Arrays.copyOfRange(lastKey, prefix.length, lastKey.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place);
  }

  private static byte[] afterCursor(byte[] prefix, String cursor) {
    byte[] place = Base64.getUrlDecoder().decode(cursor);
    if (place.length != Keys.PLACE_BYTES) {
      throw new IllegalArgumentException("not a cursor of this list: " + cursor);
    }
    // The smallest key above the last one shown.
    byte[] from = Arrays.copyOf(prefix, prefix.length + place.length + 1);
    System.arraycopy(place, 0, from, prefix.length, place.length);
    return from;
  }
}

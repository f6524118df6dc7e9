package dev.quittance.explorer.fold;

import dev.quittance.explorer.domain.OrderCounts;
import dev.quittance.explorer.domain.OrderView;
import dev.quittance.explorer.events.Journal;
import dev.quittance.platform.events.OrderEvent;
import dev.quittance.platform.events.OrderEvent.Anchored;
import dev.quittance.platform.events.OrderEvent.Executed;
import dev.quittance.platform.events.OrderEvent.Proven;
import dev.quittance.platform.events.RuntimeEvent;
import dev.quittance.platform.events.RuntimeEvents;
import dev.quittance.platform.events.TopicEvents;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Folds one batch of records into a store: views, lists, results, counts, and the join of receipts
 * with the periods that anchor them.
 *
 * <p>A receipt at (partition, offset) is in the period whose head for that partition spans the
 * offset. Receipt, head and final anchor come in any order; whichever comes last joins them. A view
 * is read and written once per batch. Not thread-safe.
 */
public final class ViewFold implements TopicEvents.Sink {
  private static final String NO_OUTPUT = "0x" + "0".repeat(64);
  private static final byte[] PRESENT = {};

  private final KeyValues store;
  private final RecentViews recent;
  private final Consumer<OrderView> onSettled;
  private final BiConsumer<String, RuntimeEvent> onEvent;
  private Optional<Journal.Origin> origin = Optional.empty();
  private final Map<String, Change> changes = new HashMap<>();

  /**
   * Begins a batch.
   *
   * @param recent what earlier batches of this store wrote last
   * @param onSettled told of each order that the batch settles, when it ends
   */
  public ViewFold(KeyValues store, RecentViews recent, Consumer<OrderView> onSettled) {
    this(store, recent, onSettled, (_, _) -> {});
  }

  /**
   * Begins a batch.
   *
   * @param recent what earlier batches of this store wrote last
   * @param onSettled told of each order that the batch settles, when it ends
   * @param onEvent told of each tenant's events as they are noted
   */
  public ViewFold(
      KeyValues store,
      RecentViews recent,
      Consumer<OrderView> onSettled,
      BiConsumer<String, RuntimeEvent> onEvent) {
    this.store = store;
    this.recent = recent;
    this.onSettled = onSettled;
    this.onEvent = onEvent;
  }

  /** Where the record stands that is told next; only of records with a place events are noted. */
  public void reading(Optional<Journal.Origin> record) {
    origin = record;
  }

  /** A view before and after the batch so far. */
  private record Change(@Nullable OrderView before, OrderView after) {
    boolean settles() {
      return after.settlement() != null && (before == null || before.settlement() == null);
    }
  }

  /** A head's span of offsets. */
  private record Span(long start, long end) {}

  /** A final anchor. */
  private record Anchor(long period, String txHash) {}

  /** An event of an order; a receipt is also joined with its period. */
  public void order(String orderId, OrderEvent event) {
    order(orderId, event, Optional::empty);
  }

  /**
   * As {@link #order(String, OrderEvent)}.
   *
   * @param owner the tenant, asked for when no record has said it yet
   */
  @Override
  public void order(String orderId, OrderEvent event, Supplier<Optional<String>> owner) {
    Change change = changes.computeIfAbsent(orderId, this::load);
    OrderView after = change.after().apply(event);
    changes.put(orderId, new Change(change.before(), after));
    origin.ifPresent(
        place -> after.tenant().or(owner).ifPresent(tenant -> note(place, tenant, orderId, event)));
    if (event instanceof Proven receipt) {
      join(orderId, receipt);
    }
  }

  private void note(Journal.Origin place, String tenant, String orderId, OrderEvent event) {
    List<RuntimeEvent> events = RuntimeEvents.of(orderId, event);
    Journal.write(store, place, tenant, orderId, events);
    events.forEach(it -> onEvent.accept(tenant, it));
  }

  /** A payload under the SHA-256 of its bytes. */
  public void payload(byte[] sha256, byte[] payload) {
    store.put(Keys.payload(sha256), payload);
  }

  /** A payload is no longer kept. */
  public void erased(byte[] sha256) {
    store.delete(Keys.payload(sha256));
  }

  /** A partition's part of a period: offsets from {@code start} (incl.) to {@code end} (excl.). */
  public void head(long period, int partition, long start, long end) {
    store.put(Keys.headBefore(partition, end), concat(Keys.number(period), Keys.number(start)));
    store.put(Keys.headOf(period, partition), concat(Keys.number(start), Keys.number(end)));
    anchorOf(period).ifPresent(anchor -> release(anchor, partition, new Span(start, end)));
  }

  /** A period is final on the chain. */
  public void anchored(long period, String txHash) {
    if (anchorOf(period).isPresent()) {
      return;
    }
    store.put(Keys.anchor(period), Keys.id(txHash));
    Anchor anchor = new Anchor(period, txHash);
    Map<Integer, Span> heads = new HashMap<>();
    store.scan(
        Keys.headOf(period, 0),
        Keys.headOf(period + 1, 0),
        (key, value) -> {
          ByteBuffer span = ByteBuffer.wrap(value);
          heads.put(Math.toIntExact(Keys.offsetOf(key)), new Span(span.getLong(), span.getLong()));
          return true;
        });
    heads.forEach((partition, span) -> release(anchor, partition, span));
  }

  /** Ends the batch: writes views, lists, results and counts; returns the new counts. */
  public OrderCounts flush() {
    byte[] stored = store.get(Keys.counts());
    OrderCounts counts = stored == null ? OrderCounts.none() : ViewCodec.counts(stored);
    for (Change change : changes.values()) {
      counts = change.before() == null ? counts : counts.minus(change.before());
      counts = counts.plus(change.after());
      write(change);
      if (change.settles()) {
        onSettled.accept(change.after());
      }
    }
    changes.clear();
    store.put(Keys.counts(), ViewCodec.bytes(counts));
    return counts;
  }

  private void join(String orderId, Proven receipt) {
    Optional<Anchor> anchor =
        periodOf(receipt.partition(), receipt.offset()).flatMap(this::anchorOf);
    if (anchor.isPresent()) {
      anchor(orderId, receipt.partition(), receipt.offset(), anchor.get());
    } else {
      store.put(Keys.waiting(receipt.partition(), receipt.offset()), Keys.id(orderId));
    }
  }

  /** Anchors the receipts that waited for a head's span. */
  private void release(Anchor anchor, int partition, Span span) {
    List<byte[]> waiting = new ArrayList<>();
    List<String> orders = new ArrayList<>();
    store.scan(
        Keys.waiting(partition, span.start()),
        Keys.waiting(partition, span.end()),
        (key, orderId) -> {
          waiting.add(key);
          orders.add(Keys.hex(orderId));
          return true;
        });
    for (int i = 0; i < waiting.size(); i++) {
      anchor(orders.get(i), partition, Keys.offsetOf(waiting.get(i)), anchor);
      store.delete(waiting.get(i));
    }
  }

  private void anchor(String orderId, int partition, long offset, Anchor anchor) {
    order(orderId, new Anchored(partition, offset, anchor.period(), anchor.txHash()));
  }

  private Optional<Long> periodOf(int partition, long offset) {
    List<Long> periods = new ArrayList<>();
    store.scan(
        Keys.headBefore(partition, offset + 1),
        Keys.headBefore(partition + 1, 0),
        (_, value) -> {
          ByteBuffer head = ByteBuffer.wrap(value);
          long period = head.getLong();
          if (head.getLong() <= offset) {
            periods.add(period);
          }
          return false;
        });
    return periods.stream().findFirst();
  }

  private Optional<Anchor> anchorOf(long period) {
    return Optional.ofNullable(store.get(Keys.anchor(period)))
        .map(txHash -> new Anchor(period, Keys.hex(txHash)));
  }

  private Change load(String orderId) {
    OrderView view = recent.find(orderId).or(() -> stored(orderId)).orElse(null);
    return new Change(view, view == null ? OrderView.of(orderId) : view);
  }

  private Optional<OrderView> stored(String orderId) {
    return Optional.ofNullable(store.get(Keys.view(orderId))).map(ViewCodec::view);
  }

  private void write(Change change) {
    OrderView after = change.after();
    recent.keep(after);
    store.put(Keys.view(after.orderId()), ViewCodec.bytes(after));
    if (change.before() == null || !isListedAlike(change.before(), after)) {
      Optional.ofNullable(change.before())
          .map(ViewFold::listKeys)
          .orElse(List.of())
          .forEach(store::delete);
      listKeys(after).forEach(key -> store.put(key, PRESENT));
    }
    for (Executed outcome : after.outcomes().values()) {
      if (!outcome.outputHash().equals(NO_OUTPUT) && !isKnown(change.before(), outcome)) {
        store.put(Keys.result(outcome.tenant(), outcome.outputHash()), PRESENT);
      }
    }
  }

  private static boolean isKnown(@Nullable OrderView before, Executed outcome) {
    return before != null && outcome.equals(before.outcomes().get(outcome.stepId()));
  }

  private static boolean isListedAlike(OrderView before, OrderView after) {
    return before.sinceMs() == after.sinceMs() && before.tenant().equals(after.tenant());
  }

  private static List<byte[]> listKeys(OrderView view) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.newest(view.sinceMs(), view.orderId()));
    view.tenant()
        .ifPresent(tenant -> keys.add(Keys.newestOf(tenant, view.sinceMs(), view.orderId())));
    return keys;
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }
}

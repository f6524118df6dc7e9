package dev.quittance.explorer.events;

import dev.quittance.explorer.events.JournalKeys.Place;
import dev.quittance.explorer.events.Position.Source;
import dev.quittance.explorer.fold.KeyValueReads;
import dev.quittance.explorer.fold.KeyValues;
import dev.quittance.platform.events.EventJson;
import dev.quittance.platform.events.RuntimeEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Every event, by tenant and by order, each under the place of its record: written with the view in
 * one batch, so that neither is ahead of the other.
 */
public final class Journal {
  private static final Comparator<Entry> IN_TIME =
      Comparator.comparingLong(Entry::atMs)
          .thenComparing(Entry::source)
          .thenComparingInt(Entry::lane)
          .thenComparingLong(Entry::place);

  private Journal() {}

  /**
   * An event as it is told.
   *
   * @param json its document, {@link EventJson}
   */
  public record Entry(Source source, int lane, long place, long atMs, String json) {
    /** The position of a reader that has read it too. */
    public Position after(Position position) {
      return position.with(source, lane, place);
    }
  }

  /** Where a record stands. */
  public record Origin(Source source, int lane, long offset) {}

  /** Writes a record's events. */
  public static void write(
      KeyValues store, Origin origin, String tenant, String orderId, List<RuntimeEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      Place place = new Place(origin.source(), origin.lane(), Position.place(origin.offset(), i));
      store.put(JournalKeys.ofTenant(tenant, place), value(events.get(i)));
      store.put(JournalKeys.ofOrder(orderId, place), tenant.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static byte[] value(RuntimeEvent event) {
    byte[] json = EventJson.of(event).toBuffer().getBytes();
    return ByteBuffer.allocate(Long.BYTES + json.length).putLong(event.atMs()).put(json).array();
  }

  /** A broker's clock may go back: in one lane of a source, time does not. */
  private static Entry entry(Place place, byte[] value, long notBeforeMs) {
    long atMs = Math.max(notBeforeMs, ByteBuffer.wrap(value).getLong());
    String json = new String(value, Long.BYTES, value.length - Long.BYTES, StandardCharsets.UTF_8);
    return new Entry(place.source(), place.lane(), place.number(), atMs, json);
  }

  /** The position behind everything that is folded. */
  public static Position end(int lanes, ToLongFunction<Origin> nextOffset) {
    Position position = Position.start(lanes);
    for (Source source : Source.values()) {
      for (int lane = 0; lane < lanes; lane++) {
        long next = nextOffset.applyAsLong(new Origin(source, lane, 0));
        position = position.with(source, lane, Position.before(next));
      }
    }
    return position;
  }

  /**
   * A tenant's next events after a position, in the order of time as far as they are read; empty
   * when there are none.
   *
   * @param most so many of each source's lane at most
   */
  public static List<Entry> ofTenant(
      KeyValueReads store, String tenant, Position position, int most) {
    List<Entry> found = new ArrayList<>();
    long readUntil = Long.MAX_VALUE;
    for (Source source : Source.values()) {
      for (int lane = 0; lane < position.lanes(); lane++) {
        List<Entry> here = new ArrayList<>();
        store.scan(
            JournalKeys.ofTenant(tenant, new Place(source, lane, position.at(source, lane) + 1)),
            JournalKeys.ofTenant(tenant, new Place(source, lane, Long.MAX_VALUE)),
            (key, value) -> {
              long notBeforeMs = here.isEmpty() ? 0 : here.getLast().atMs();
              here.add(entry(JournalKeys.placeOf(key), value, notBeforeMs));
              return here.size() < most;
            });
        if (here.size() == most) {
          readUntil = Math.min(readUntil, here.getLast().atMs());
        }
        found.addAll(here);
      }
    }
    long until = readUntil;
    found.removeIf(entry -> entry.atMs() > until);
    found.sort(IN_TIME);
    return found;
  }

  /** An order's events after a position, in the order of time. */
  public static List<Entry> ofOrder(KeyValueReads store, String orderId, Position position) {
    List<Entry> found = new ArrayList<>();
    store.scan(
        JournalKeys.ofOrder(orderId),
        JournalKeys.endOfOrder(orderId),
        (key, tenant) -> {
          Place place = JournalKeys.placeOf(key);
          if (place.number() > position.at(place.source(), place.lane())) {
            byte[] value =
                store.get(JournalKeys.ofTenant(new String(tenant, StandardCharsets.UTF_8), place));
            if (value != null) {
              long notBeforeMs = lastOf(found, place.source());
              found.add(entry(place, value, notBeforeMs));
            }
          }
          return true;
        });
    found.sort(IN_TIME);
    return found;
  }

  private static long lastOf(List<Entry> found, Source source) {
    return !found.isEmpty() && found.getLast().source() == source ? found.getLast().atMs() : 0;
  }
}

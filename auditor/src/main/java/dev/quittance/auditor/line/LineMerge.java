package dev.quittance.auditor.line;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.LogUnavailableException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition of all topics keyed by order, by append time: what was made from
 * something comes after it, as far as the clocks of the partitions' leaders agree. So only orders
 * that are on their way must be kept in memory. Not thread-safe.
 */
final class LineMerge implements Cursor<LineRecord> {

  private record Head(LineSource.Lane lane, LineRecord record) {}

  private static final Comparator<Head> ORDER =
      Comparator.comparingLong((Head head) -> head.record.appendTime()).thenComparing(Head::lane);

  private final Map<LineSource.Lane, Cursor<LineRecord>> cursors =
      new EnumMap<>(LineSource.Lane.class);
  private final List<Head> heads = new ArrayList<>();

  private LineMerge() {}

  /** Opens what is derived first; then all that it speaks of is in what is opened later. */
  static LineMerge open(LineSource source, int partition) throws LogUnavailableException {
    LineMerge merge = new LineMerge();
    try {
      for (LineSource.Lane lane : List.of(LineSource.Lane.values()).reversed()) {
        merge.cursors.put(lane, source.open(lane, partition));
      }
      for (LineSource.Lane lane : LineSource.Lane.values()) {
        merge.advance(lane);
      }
      return merge;
    } catch (LogUnavailableException | RuntimeException e) {
      merge.close();
      throw e;
    }
  }

  private void advance(LineSource.Lane lane) throws LogUnavailableException {
    Cursor<LineRecord> cursor = cursors.get(lane);
    LineRecord next = cursor == null ? null : cursor.next();
    if (next != null) {
      heads.add(new Head(lane, next));
    }
  }

  @Override
  public @Nullable LineRecord next() throws LogUnavailableException {
    Head first = heads.stream().min(ORDER).orElse(null);
    if (first == null) {
      return null;
    }
    heads.remove(first);
    advance(first.lane);
    return first.record;
  }

  @Override
  public void close() {
    cursors.values().forEach(Cursor::close);
  }
}

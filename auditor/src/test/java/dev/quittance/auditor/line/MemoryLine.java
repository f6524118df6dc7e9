package dev.quittance.auditor.line;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A line of one partition in memory, without a catalogue. */
class MemoryLine implements LineSource {
  private final Map<Lane, List<LineRecord>> records = new EnumMap<>(Lane.class);

  /** The offsets of what the log refused. */
  final Set<Long> refused = new HashSet<>();

  /** Appends a record; gives its offset, which is no index. */
  final long add(Lane lane, long time, Bytes32 key, LineRecord.Content content) {
    List<LineRecord> all = records.computeIfAbsent(lane, _ -> new ArrayList<>());
    long offset = 10 + 3L * all.size();
    all.add(new LineRecord(lane.topic(), 0, offset, time, Optional.of(key.toBytes()), content));
    return offset;
  }

  /** What was appended to a topic. */
  final List<LineRecord> of(Lane lane) {
    return records.getOrDefault(lane, List.of());
  }

  final LaneAudit.Result audit(ReceiptDomain domain, long dueBefore) throws Exception {
    return LaneAudit.run(
        new LaneAudit.Lane(
            this, 0, domain, record -> refused.contains(record.offset()), Bytes32.ZERO),
        new CatalogueHistory(List.of(), List.of()),
        dueBefore,
        () -> {});
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public long upperBound() {
    return records.values().stream().mapToLong(List::size).sum();
  }

  @Override
  public List<String> missing() {
    return List.of();
  }

  @Override
  public long untilMs() {
    return Long.MAX_VALUE;
  }

  @Override
  public List<LineRecord> agents() {
    return List.of();
  }

  @Override
  public List<LineRecord> policies() {
    return List.of();
  }

  @Override
  public Cursor<LineRecord> open(Lane lane, int partition) {
    Iterator<LineRecord> left = of(lane).iterator();
    return new Cursor<>() {
      @Override
      public @Nullable LineRecord next() {
        return left.hasNext() ? left.next() : null;
      }

      @Override
      public void close() {
        // Nothing is held open.
      }
    };
  }
}

package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.Topics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/** Which records are of the periods up to one, as far as the log's own topics go. Immutable. */
final class PeriodCut {

  private final Map<Integer, Long> ends = new HashMap<>();
  private final Map<String, Set<Long>> later = new HashMap<>();

  /** The last offsets when the cut was made; what a running log appends after that is later. */
  private final Map<String, Long> last = new HashMap<>();

  private PeriodCut() {}

  /** The cut after a period. */
  static PeriodCut after(long to, LogSource log) throws LogUnavailableException {
    PeriodCut cut = new PeriodCut();
    cut.later(Topics.ANCHORS.name(), log.anchors(), anchor -> anchor.seq(), to);
    cut.later(Topics.SETTLEMENT_ROWS.name(), log.settlementRows(), row -> row.seq(), to);
    cut.later(Topics.SETTLEMENT_ROWS.name(), log.rowsEnds(), end -> end.seq(), to);
    cut.laterInterimHeads(log, to);
    List<Published<PublishedHead>> heads = log.heads();
    cut.later(Topics.LOG_HEADS.name(), heads, PublishedHead::seq, to);
    for (Published<PublishedHead> head : heads) {
      head.content()
          .filter(content -> content.seq() == to)
          .ifPresent(content ->
              PartitionHead.decode(content.head())
                  .ifPresent(
                      known -> cut.ends.putIfAbsent(content.partition(), known.endOffset())));
    }
    return cut;
  }

  /** Read one by one, since they are many; most are of the periods that are taken. */
  private void laterInterimHeads(LogSource log, long to) throws LogUnavailableException {
    Set<Long> offsets = new HashSet<>();
    try (Cursor<Published<PublishedInterimHead>> notes = log.interimHeads(Position.START)) {
      for (Published<PublishedInterimHead> next = notes.next(); next != null; next = notes.next()) {
        if (next.content().filter(note -> note.seq() > to).isPresent()) {
          offsets.add(next.offset());
        }
      }
    }
    later.put(Topics.LOG_INTERIM_HEADS.name(), offsets);
  }

  private <T> void later(
      String topic, List<Published<T>> published, ToLongFunction<T> seq, long to) {
    Set<Long> offsets = later.computeIfAbsent(topic, _ -> new HashSet<>());
    last.putIfAbsent(topic, -1L);
    for (Published<T> one : published) {
      last.merge(topic, one.offset(), Math::max);
      one.content()
          .filter(content -> seq.applyAsLong(content) > to)
          .ifPresent(_ -> offsets.add(one.offset()));
    }
  }

  /** Whether a record belongs into the export. */
  boolean takes(String topic, int partition, RawRecord record) {
    return topic.equals(Topics.RECEIPTS.name())
        ? record.offset() < ends.getOrDefault(partition, Long.MAX_VALUE)
        : record.offset() <= last.getOrDefault(topic, Long.MAX_VALUE)
            && !later.getOrDefault(topic, Set.of()).contains(record.offset());
  }
}

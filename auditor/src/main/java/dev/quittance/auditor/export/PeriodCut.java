package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.schemas.Topics;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Which records are of the periods up to one, as far as the log's own topics go. Immutable. */
final class PeriodCut {

  /** Where the log's topics end, in each partition; those of earlier epochs are taken whole. */
  private final Map<String, Map<Integer, Long>> ends = new HashMap<>();

  /**
   * The periods of records, by offset: of those after the cut, and of those that an earlier cut had
   * before it and left out. All others would be too many to keep.
   */
  private final Map<String, NavigableMap<Long, Long>> later = new HashMap<>();

  /** The last offsets when the cut was made; what a running log appends after that is later. */
  private final Map<String, Long> last = new HashMap<>();

  private final Earlier earlier;
  private final long to;

  private PeriodCut(Earlier earlier, long to) {
    this.earlier = earlier;
    this.to = to;
  }

  /**
   * An earlier cut.
   *
   * @param to its last period; -1 where there is none
   * @param lastOffset the last offset of a topic that it took; -1 where it took none
   */
  record Earlier(long to, ToLongFunction<String> lastOffset) {
    boolean hasLeftOut(String topic, long offset, long period) {
      return period > to && offset <= lastOffset.applyAsLong(topic);
    }
  }

  /** The cut after a period, that can tell too what an earlier one has left out. */
  static PeriodCut after(Earlier earlier, long to, PublishedLog published, TopicLogSource log)
      throws LogUnavailableException {
    PeriodCut cut = new PeriodCut(earlier, to);
    cut.rules(published);
    cut.later(Topics.ANCHORS.name(), log.anchors(), anchor -> anchor.seq());
    cut.later(Topics.SETTLEMENT_ROWS.name(), log.periodsOfRows(), period -> period);
    cut.laterInterimHeads(log);
    List<Published<PublishedHead>> heads = log.heads();
    cut.later(Topics.LOG_HEADS.name(), heads, PublishedHead::seq);
    cut.receipts(published, heads);
    return cut;
  }

  /** Rules that come later may be of an epoch whose topic is not in the copy. */
  private void rules(PublishedLog published) {
    long newest =
        Stream.concat(
                published.rulesOffsets().stream(),
                published.strays().stream().map(PublishedLog.Stray::offset))
            .mapToLong(Long::longValue)
            .max()
            .orElse(-1);
    last.put(Topics.LOG_RULES.name(), newest);
  }

  private void receipts(PublishedLog published, List<Published<PublishedHead>> heads) {
    int newest = published.indexOf(to);
    List<String> topics = published.epochs().topics();
    for (int epoch = 0; epoch < topics.size(); epoch++) {
      Map<Integer, Long> partitions = new HashMap<>();
      for (int p = 0; p < published.identities().get(epoch).partitionCount(); p++) {
        partitions.put(p, epoch <= newest ? Long.MAX_VALUE : 0L);
      }
      ends.put(topics.get(epoch), partitions);
    }
    Map<Integer, Long> cut = ends.getOrDefault(topics.get(newest), Map.of());
    for (Published<PublishedHead> head : heads.reversed()) {
      head.content()
          .filter(content -> content.seq() == to)
          .ifPresent(content ->
              PartitionHead.decode(content.head())
                  .ifPresent(first -> cut.put(content.partition(), first.endOffset())));
    }
  }

  /** Read one by one, since they are many; most are of the periods that are taken. */
  private void laterInterimHeads(TopicLogSource log) throws LogUnavailableException {
    String topic = Topics.LOG_INTERIM_HEADS.name();
    begin(topic);
    try (Cursor<Published<PublishedInterimHead>> notes = log.interimHeads(Position.START)) {
      for (Published<PublishedInterimHead> next = notes.next(); next != null; next = notes.next()) {
        later(topic, next, PublishedInterimHead::seq);
      }
    }
  }

  private <T> void later(String topic, List<Published<T>> published, ToLongFunction<T> seq) {
    begin(topic);
    published.forEach(one -> later(topic, one, seq));
  }

  private void begin(String topic) {
    later.computeIfAbsent(topic, _ -> new TreeMap<>());
    last.putIfAbsent(topic, -1L);
  }

  private <T> void later(String topic, Published<T> one, ToLongFunction<T> seq) {
    last.merge(topic, one.offset(), Math::max);
    one.content()
        .map(seq::applyAsLong)
        .filter(period -> period > to || earlier.hasLeftOut(topic, one.offset(), period))
        .ifPresent(period -> ofTopic(topic).put(one.offset(), period));
  }

  private NavigableMap<Long, Long> ofTopic(String topic) {
    return later.getOrDefault(topic, Collections.emptyNavigableMap());
  }

  /** Whether a record belongs into the export. */
  boolean takes(String topic, int partition, RawRecord record) {
    Map<Integer, Long> end = ends.get(topic);
    return end != null
        ? record.offset() < end.getOrDefault(partition, Long.MAX_VALUE)
        : record.offset() <= last.getOrDefault(topic, Long.MAX_VALUE)
            && ofTopic(topic).getOrDefault(record.offset(), -1L) <= to;
  }

  /** Whether the earlier cut has left a record out, which it had before it, for its period. */
  boolean wasLater(String topic, long offset) {
    return ofTopic(topic).containsKey(offset);
  }

  /** The offset of the first record that a cut has left out; the largest number if none was. */
  long firstLater(String topic) {
    NavigableMap<Long, Long> offsets = ofTopic(topic);
    return offsets.isEmpty() ? Long.MAX_VALUE : offsets.firstKey();
  }
}

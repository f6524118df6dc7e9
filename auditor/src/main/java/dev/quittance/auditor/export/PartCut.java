package dev.quittance.auditor.export;

import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.TopicLogSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which records stand in a part: those of the periods up to its last one that no part before it
 * has. Each record stands in one part so.
 *
 * <p>The parts before have a record if it is not after the last one that they have of its
 * partition, and of none of the periods that came after theirs. Immutable.
 */
final class PartCut {

  /** Of each topic whose records are of periods, other than the log's own. */
  private static final int ONLY_PARTITION = 0;

  private final PeriodCut periods;
  private final boolean isFirst;

  /** The last offset of each topic's partitions in the parts before. */
  private final Map<String, Map<Integer, Long>> lastBefore;

  private PartCut(PeriodCut periods, boolean isFirst, Map<String, Map<Integer, Long>> lastBefore) {
    this.periods = periods;
    this.isFirst = isFirst;
    this.lastBefore = lastBefore;
  }

  /**
   * The cut of a part.
   *
   * @param before the part that it goes on from
   */
  static PartCut of(
      Optional<ExportPart> before, long to, PublishedLog published, TopicLogSource log)
      throws LogUnavailableException {
    Map<String, Map<Integer, Long>> lastBefore = new HashMap<>();
    for (Manifest.FileEntry file : before.map(part -> part.manifest().files()).orElse(List.of())) {
      lastBefore
          .computeIfAbsent(file.topic(), _ -> new HashMap<>())
          .put(file.partition(), file.lastOffsetSoFar());
    }
    PeriodCut.Earlier earlier =
        new PeriodCut.Earlier(
            before.map(part -> part.manifest().to()).orElse(-1L),
            topic -> last(lastBefore, topic, ONLY_PARTITION));
    return new PartCut(PeriodCut.after(earlier, to, published, log), before.isEmpty(), lastBefore);
  }

  /** Whether a record belongs into the part. */
  boolean takes(String topic, int partition, RawRecord record) {
    boolean isBefore =
        record.offset() <= lastBefore(topic, partition)
            && !periods.wasLater(topic, record.offset());
    return !isBefore && periods.takes(topic, partition, record);
  }

  /** The offset below which there is nothing to take. */
  long firstOffset(String topic, int partition) {
    return Math.min(lastBefore(topic, partition) + 1, periods.firstLater(topic));
  }

  /** The last offset of a partition in the parts before; empty where there is no part before. */
  OptionalLong afterOffset(String topic, int partition) {
    return isFirst ? OptionalLong.empty() : OptionalLong.of(lastBefore(topic, partition));
  }

  private long lastBefore(String topic, int partition) {
    return last(lastBefore, topic, partition);
  }

  private static long last(Map<String, Map<Integer, Long>> offsets, String topic, int partition) {
    return offsets.getOrDefault(topic, Map.of()).getOrDefault(partition, -1L);
  }
}

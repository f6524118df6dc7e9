package dev.quittance.platform.streams;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Which stores are being read back from their changelogs. Safe for any number of threads. */
final class Restoration implements StateRestoreListener {
  private final Map<TopicPartition, Progress> open = new ConcurrentHashMap<>();

  private record Progress(long total, long restored) {}

  /** The topics that a topology reads. */
  static Set<String> sourceTopics(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .filter(TopologyDescription.Source.class::isInstance)
        .flatMap(source -> ((TopologyDescription.Source) source).topicSet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void onRestoreStart(TopicPartition changelog, String store, long start, long end) {
    open.put(changelog, new Progress(Math.max(0, end - start), 0));
  }

  @Override
  public void onBatchRestored(TopicPartition changelog, String store, long end, long restored) {
    open.computeIfPresent(
        changelog, (_, before) -> new Progress(before.total(), before.restored() + restored));
  }

  @Override
  public void onRestoreEnd(TopicPartition changelog, String store, long restored) {
    open.remove(changelog);
  }

  @Override
  public void onRestoreSuspended(TopicPartition changelog, String store, long restored) {
    open.remove(changelog);
  }

  /** {@code ", restoring line-stage-store-changelog-0 (10 of 50), …"}, or nothing. */
  String inWords() {
    return open.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(TopicPartition::toString)))
        .map(entry ->
            ", restoring %s (%d of %d)"
                .formatted(entry.getKey(), entry.getValue().restored(), entry.getValue().total()))
        .collect(Collectors.joining());
  }
}

package dev.quittance.executor.worker;

import dev.quittance.executor.worker.TaskOffsets.Reading;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;

/**
 * What of the assigned partitions is done, and what of that is still to be committed.
 *
 * <p>An end goes into one transaction with the offsets that say so. A transaction that did not come
 * about is made again with all that it had; when nobody knows whether it did, {@link #reconcile}
 * takes out what it brought. Pure; not thread-safe.
 */
final class TaskLedger {
  /** Most ends in one transaction. */
  static final int MAX_BATCH = 500;

  private final Map<TopicPartition, TaskOffsets> partitions = new HashMap<>();
  private final Queue<Ending> ended = new ArrayDeque<>();
  private final List<Ending> sending = new ArrayList<>();
  private final List<Call> marking = new ArrayList<>();
  private final Set<TopicPartition> changed = new LinkedHashSet<>();

  /**
   * A transaction to be made.
   *
   * @param endings what is written
   * @param offsets what is committed
   */
  record Commit(List<Ending> endings, Map<TopicPartition, OffsetMetadata> offsets) {}

  /** Takes a partition on, as it was committed. */
  void assign(TopicPartition partition, OffsetMetadata committed) {
    partitions.put(partition, TaskOffsets.of(committed));
  }

  /** Whether a partition's commit is known. */
  boolean has(TopicPartition partition) {
    return partitions.containsKey(partition);
  }

  /** Forgets partitions that another worker has now. */
  void drop(Predicate<TopicPartition> lost) {
    partitions.keySet().removeIf(lost);
    ended.removeIf(ending -> lost.test(ending.partition()));
    sending.removeIf(ending -> lost.test(ending.partition()));
    marking.removeIf(call -> lost.test(call.task().partition()));
    changed.removeIf(lost);
  }

  /** Takes note of a record that was read. */
  Reading read(TopicPartition partition, long offset) {
    return offsets(partition).read(offset);
  }

  /** Whether more of a partition may be read. */
  boolean hasRoom(TopicPartition partition) {
    TaskOffsets offsets = partitions.get(partition);
    return offsets != null && offsets.hasRoom();
  }

  /** A record is done with. */
  void end(Ending ending) {
    ended.add(ending);
  }

  /** A call may be made once that is committed. */
  void mark(Call call) {
    offsets(call.task().partition()).mark(call.task().offset());
    changed.add(call.task().partition());
    marking.add(call);
  }

  /** Whether there is anything to commit. */
  boolean isDirty() {
    return !changed.isEmpty() || !ended.isEmpty();
  }

  /** The transaction to be made next; the same again, and more, until {@link #committed}. */
  Commit commit() {
    while (sending.size() < MAX_BATCH && !ended.isEmpty()) {
      Ending ending = ended.remove();
      ending.offsets().forEach(offset -> offsets(ending.partition()).done(offset));
      changed.add(ending.partition());
      sending.add(ending);
    }
    Map<TopicPartition, OffsetMetadata> offsets = new HashMap<>();
    changed.forEach(partition -> offsets.put(partition, offsets(partition).snapshot()));
    return new Commit(List.copyOf(sending), offsets);
  }

  /** The last transaction came about; returns the calls that may be made now. */
  List<Call> committed() {
    List<Call> marked = List.copyOf(marking);
    marking.clear();
    sending.clear();
    changed.clear();
    return marked;
  }

  /** Takes a partition's commit for what the last transaction, whose fate was unknown, brought. */
  void reconcile(TopicPartition partition, OffsetMetadata committed) {
    sending.removeIf(ending ->
        ending.partition().equals(partition)
            && ending.offsets().stream().allMatch(committed::isDone));
  }

  private TaskOffsets offsets(TopicPartition partition) {
    TaskOffsets offsets = partitions.get(partition);
    if (offsets == null) {
      throw new IllegalArgumentException(partition + " is not assigned");
    }
    return offsets;
  }
}

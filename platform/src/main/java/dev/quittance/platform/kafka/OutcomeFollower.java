package dev.quittance.platform.kafka;

import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Has each record of an outbox topic done, many at once, and commits what has an outcome.
 *
 * <p>Several processes share the topic's partitions. An offset is committed when it and all before
 * it have outcomes: after a crash a record may be done again, and whoever does it recognises that
 * or repeats it. One thread reads; the desk has threads of its own.
 *
 * @param <V> the generated Avro class of a value
 */
public final class OutcomeFollower<V extends SpecificRecord> implements RunningStage, GroupMember {
  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final int MAX_POLL_RECORDS = 500;

  /** More without an outcome in one partition, and it is paused. */
  private static final int MAX_OPEN = 2000;

  private final Parts<V> parts;
  private final Desk<V> desk;
  private final PartLoop loop;
  private final Map<TopicPartition, OpenOffsets> partitions = new HashMap<>();
  private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();

  /** A record that has its outcome, of the reading that it was read in. */
  private record Done(TopicPartition partition, OpenOffsets reading, long offset) {}

  /**
   * What a follower works with.
   *
   * @param name of the part, for people
   * @param topic the outbox
   * @param group the consumer group that all followers of this part share
   * @param instanceId names this process in the group, over its restarts
   */
  public record Parts<V extends SpecificRecord>(
      String name,
      Topic<V> topic,
      KafkaAccess kafka,
      RecordSerdes serdes,
      String group,
      String instanceId) {}

  /** Does records. Closed with its follower. */
  public interface Desk<V> extends AutoCloseable {
    /** Takes a record; {@code onOutcome} runs once its outcome is written, on any thread. */
    void take(V value, Runnable onOutcome);

    /** Begins nothing more. */
    void stopBeginning();

    /** Whether records are under way. */
    boolean isBusy();

    /** What an operator should know. */
    List<String> notes();

    @Override
    void close();
  }

  private OutcomeFollower(
      Parts<V> parts, Desk<V> desk, java.util.function.Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.desk = desk;
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(parts.name(), "it joins its group", DRAIN.plusSeconds(15)),
            this::member,
            onFailure);
  }

  /**
   * Starts a follower; the brokers need not answer yet. Closing it closes the desk.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  public static <V extends SpecificRecord> OutcomeFollower<V> start(
      Parts<V> parts, Desk<V> desk, java.util.function.Consumer<Throwable> onFailure) {
    return new OutcomeFollower<>(parts, desk, onFailure);
  }

  @Override
  public String name() {
    return parts.name();
  }

  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public List<String> notes() {
    return desk.notes();
  }

  @Override
  public String group() {
    return parts.group();
  }

  @Override
  public Set<String> topics() {
    return Set.of(parts.topic().name());
  }

  /** Begins nothing more, waits a while for what is under way, and leaves the group. */
  @Override
  public void close() {
    loop.close();
    desk.close();
  }

  /** One membership, from joining to leaving. */
  private void member(PartLoop part) {
    partitions.clear();
    try (var consumer =
            parts.kafka().groupMember(parts.group(), parts.instanceId(), MAX_POLL_RECORDS);
        Values<V> values = new Values<>(parts.serdes(), parts.topic())) {
      consumer.subscribe(List.of(parts.topic().name()), new Partitions(consumer));
      while (part.isAtWork()) {
        turn(part, consumer, values);
      }
      drain(consumer);
      consumer.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(DRAIN));
    }
  }

  private void turn(PartLoop part, Consumer<byte[], byte[]> consumer, Values<V> values) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      OpenOffsets reading = partitions.computeIfAbsent(partition, _ -> new OpenOffsets());
      reading.read(record.offset());
      Done end = new Done(partition, reading, record.offset());
      values
          .read(record.value())
          .ifPresentOrElse(value -> desk.take(value, () -> done.add(end)), () -> done.add(end));
    }
    if (consumer.groupMetadata().generationId() >= 0) {
      part.ready();
    }
    settle(consumer);
    control(consumer);
  }

  private void settle(Consumer<byte[], byte[]> consumer) {
    for (Done end = done.poll(); end != null; end = done.poll()) {
      end.reading().done(end.offset());
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    partitions.forEach((partition, reading) -> {
      long offset = reading.toCommit();
      if (offset >= 0) {
        offsets.put(partition, new OffsetAndMetadata(offset));
      }
    });
    if (!offsets.isEmpty()) {
      consumer.commitSync(offsets);
      partitions.forEach((partition, reading) ->
          Optional.ofNullable(offsets.get(partition))
              .ifPresent(committed -> reading.committed(committed.offset())));
    }
  }

  private void control(Consumer<byte[], byte[]> consumer) {
    Set<TopicPartition> paused = consumer.paused();
    List<TopicPartition> toPause = new ArrayList<>();
    List<TopicPartition> toResume = new ArrayList<>();
    partitions.forEach((partition, reading) -> {
      boolean isFull = reading.size() >= MAX_OPEN;
      if (isFull && !paused.contains(partition)) {
        toPause.add(partition);
      } else if (!isFull && paused.contains(partition)) {
        toResume.add(partition);
      }
    });
    consumer.pause(toPause);
    consumer.resume(toResume);
  }

  private void drain(Consumer<byte[], byte[]> consumer) {
    desk.stopBeginning();
    long untilNs = System.nanoTime() + DRAIN.toNanos();
    while (desk.isBusy() && System.nanoTime() < untilNs) {
      consumer.pause(consumer.assignment());
      consumer.poll(POLL);
      settle(consumer);
    }
    settle(consumer);
  }

  /** What is read of a partition is forgotten with it; its next owner reads it again. */
  private final class Partitions implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    private Partitions(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
      assigned.forEach(partitions::remove);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      settle(consumer);
      revoked.forEach(partitions::remove);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> lost) {
      lost.forEach(partitions::remove);
    }
  }
}

package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Delivers the results of one marketplace's orders, many at once, each until it has an outcome.
 *
 * <p>Several processes share the partitions of {@code deliveries}. An offset is committed when it
 * and all before it have outcomes in {@code delivery-outcomes}: after a crash a delivery may be
 * tried again, and the deliverer recognises it. One thread reads; deliveries have virtual threads.
 */
public final class DeliveryFollower implements RunningStage, GroupMember {
  /** Names the groups of all followers, after the line's name and before the marketplace's. */
  public static final String GROUP_PREFIX = "market-deliveries-";

  private static final Duration POLL = Duration.ofMillis(50);
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final int MAX_POLL_RECORDS = 500;

  /** More without an outcome in one partition, and it is paused. */
  private static final int MAX_OPEN = 2000;

  private final Parts parts;
  private final DeliveryDesk desk;
  private final PartLoop loop;
  private final Map<TopicPartition, OpenOffsets> partitions = new HashMap<>();
  private final ConcurrentLinkedQueue<Done> done = new ConcurrentLinkedQueue<>();

  /** A record that has its outcome, of the reading that it was read in. */
  record Done(TopicPartition partition, OpenOffsets reading, long offset) {}

  /**
   * What a follower works with.
   *
   * @param market whose results
   * @param group the consumer group that all followers of the marketplace share
   * @param instanceId names this process in the group, over its restarts
   */
  public record Parts(
      String market, KafkaAccess kafka, RecordSerdes serdes, String group, String instanceId) {}

  private DeliveryFollower(
      Parts parts, DeliveryDesk desk, java.util.function.Consumer<Throwable> onFailure) {
    this.parts = parts;
    this.desk = desk;
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(
                "deliveries-" + parts.market(), "it joins its group", DRAIN.plusSeconds(15)),
            this::member,
            onFailure);
  }

  /**
   * Starts a follower; the brokers need not answer yet. Closing it closes the deliverer.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  static DeliveryFollower start(
      Parts parts, DeliveryDesk desk, java.util.function.Consumer<Throwable> onFailure) {
    return new DeliveryFollower(parts, desk, onFailure);
  }

  @Override
  public String name() {
    return "deliveries to " + parts.market();
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
    return Set.of(Topics.DELIVERIES.name());
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
        Values<DeliveriesRecord> values = new Values<>(parts.serdes(), Topics.DELIVERIES)) {
      consumer.subscribe(List.of(Topics.DELIVERIES.name()), new Partitions(consumer));
      while (part.isAtWork()) {
        turn(part, consumer, values);
      }
      drain(consumer);
      consumer.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(DRAIN));
    }
  }

  private void turn(
      PartLoop part, Consumer<byte[], byte[]> consumer, Values<DeliveriesRecord> values) {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      OpenOffsets reading = partitions.computeIfAbsent(partition, _ -> new OpenOffsets());
      reading.read(record.offset());
      Done end = new Done(partition, reading, record.offset());
      values
          .read(record.value())
          .flatMap(MarketMapping::job)
          .filter(job -> job.market().equals(parts.market()))
          .ifPresentOrElse(job -> desk.take(job, () -> done.add(end)), () -> done.add(end));
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

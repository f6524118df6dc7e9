package dev.quittance.platform.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The leader is who has the first partition of a topic in a consumer group. When it is stopped
 * another one has it at once; when it dies, within the session timeout. One thread of its own.
 */
final class GroupLeadership implements Leadership {
  private static final Logger LOG = LoggerFactory.getLogger(GroupLeadership.class);
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** Longer than a session: whoever fenced this one leads by then. */
  private static final Duration FENCED_PAUSE = Duration.ofMinutes(1);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final String group;
  private final String topic;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile Role role = Role.JOINING;

  private GroupLeadership(Map<String, Object> settings, String group, String topic) {
    this.settings = settings;
    this.group = group;
    this.topic = topic;
    this.thread = Thread.ofPlatform().name(group + "-leadership").daemon(true).unstarted(this::run);
  }

  static Leadership join(KafkaAccess kafka, String group, String instanceId, String topic) {
    Map<String, Object> settings = new HashMap<>(kafka.settings());
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId);
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 4);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    GroupLeadership leadership = new GroupLeadership(settings, group, topic);
    leadership.thread.start();
    return leadership;
  }

  @Override
  public Role role() {
    return role;
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().addKeyValue("group", group).log("did not leave in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosing()) {
      try {
        follow();
      } catch (FencedInstanceIdException e) {
        LOG.atError()
            .addKeyValue("group", group)
            .log(
                "another process has the same streams.instanceId and took over; give each its own."
                    + " This one waits and joins again");
        pause(FENCED_PAUSE);
      } catch (KafkaException e) {
        LOG.atWarn().addKeyValue("group", group).setCause(e).log("joins again");
        pause(RETRY_PAUSE);
      } finally {
        role = Role.JOINING;
      }
    }
  }

  private void follow() {
    Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      consumer.subscribe(List.of(topic), new Listener(consumer));
      while (!isClosing()) {
        consumer.poll(POLL);
      }
    } finally {
      consumer.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(CLOSE_TIMEOUT));
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (closing.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("group", group).log("left");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closing.countDown();
    }
  }

  private final class Listener implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> consumer;

    Listener(Consumer<byte[], byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      consumer.pause(partitions);
      if (hasFirst(partitions)) {
        role = Role.LEADING;
        LOG.atInfo().addKeyValue("group", group).log("leads");
      } else if (role == Role.JOINING) {
        role = Role.STANDING_BY;
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (hasFirst(partitions)) {
        role = Role.STANDING_BY;
        LOG.atInfo().addKeyValue("group", group).log("no longer leads");
      }
    }

    private boolean hasFirst(Collection<TopicPartition> partitions) {
      return partitions.contains(new TopicPartition(topic, 0));
    }
  }
}

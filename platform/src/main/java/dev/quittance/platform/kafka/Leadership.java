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
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process is the one of several that does what only one may do at a time: the one that
 * has the first partition of a topic in a consumer group. When it is stopped another one has it at
 * once, when it dies within the session timeout.
 *
 * <p>No lock: one that does not know yet that it has lost it may still act, so whatever is done must
 * be fenced as well, by a transactional id. One thread of its own; thread-safe.
 */
public final class Leadership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);
  private static final int SESSION_TIMEOUT_MS = 10_000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final Map<String, Object> settings;
  private final String group;
  private final String topic;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private volatile boolean leads;

  private Leadership(Map<String, Object> settings, String group, String topic) {
    this.settings = settings;
    this.group = group;
    this.topic = topic;
    this.thread = Thread.ofPlatform().name(group + "-leadership").daemon(true).unstarted(this::run);
  }

  /**
   * Joins those who may lead; the brokers need not answer yet.
   *
   * @param group names what is led
   * @param instanceId names this process among them, and is kept over its restarts: one that died
   *     and is back goes on leading
   * @param topic whose first partition stands for it; its records are not read
   */
  public static Leadership join(KafkaAccess kafka, String group, String instanceId, String topic) {
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
    Leadership leadership = new Leadership(settings, group, topic);
    leadership.thread.start();
    return leadership;
  }

  /** Whether this process leads, as far as it knows. */
  public boolean leads() {
    return leads;
  }

  /** Leaves it to others. */
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
      } catch (KafkaException e) {
        LOG.atWarn().addKeyValue("group", group).setCause(e).log("joins again");
        pause();
      } finally {
        leads = false;
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

  private void pause() {
    try {
      if (closing.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
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
        leads = true;
        LOG.atInfo().addKeyValue("group", group).log("leads");
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (hasFirst(partitions)) {
        leads = false;
        LOG.atInfo().addKeyValue("group", group).log("no longer leads");
      }
    }

    private boolean hasFirst(Collection<TopicPartition> partitions) {
      return partitions.contains(new TopicPartition(topic, 0));
    }
  }
}

package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketEventsRecord;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands on every event of {@code market-events}, from the first one, and again from the first one
 * after an outage: who is told must take a repeat as nothing new. One thread of its own.
 */
public final class MarketEventFollower implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(MarketEventFollower.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final StageContext context;
  private final Consumer<MarketEvent> sink;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness = Readiness.notReady("reads what was said so far");

  private MarketEventFollower(String name, StageContext context, Consumer<MarketEvent> sink) {
    this.name = name;
    this.context = context;
    this.sink = sink;
    this.thread = Thread.ofPlatform().name(name).daemon(true).unstarted(this::run);
  }

  /**
   * Starts one; the brokers need not answer yet.
   *
   * @param sink is told from its thread, in the order of each partition
   */
  public static MarketEventFollower start(
      String name, StageContext context, Consumer<MarketEvent> sink) {
    MarketEventFollower follower = new MarketEventFollower(name, context, sink);
    follower.thread.start();
    return follower;
  }

  @Override
  public String name() {
    return name;
  }

  /** Whether it has read all that was there when it began. */
  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().addKeyValue("name", name).log("it did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (stopping.getCount() > 0) {
      try {
        follow();
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).log("market events can't be followed at present; it tries again");
        pause();
      }
    }
  }

  private void follow() {
    String topic = Topics.MARKET_EVENTS.name();
    try (var consumer = context.kafka().follower();
        Values<MarketEventsRecord> values = new Values<>(context.serdes(), Topics.MARKET_EVENTS)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (stopping.getCount() > 0) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          values.read(record.value()).flatMap(MarketMapping::event).ifPresent(sink);
        }
        boolean isThrough =
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (isThrough) {
          readiness = Readiness.ready();
        }
      }
    }
  }

  private void pause() {
    try {
      if (stopping.await(1, TimeUnit.SECONDS)) {
        LOG.atDebug().log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}

package dev.quittance.market;

import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.platform.kafka.Values;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketEventsRecord;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands on every event of {@code market-events}, from the first one, and again from the first one
 * after an outage: who is told must take a repeat as nothing new. One thread of its own.
 */
public final class MarketEventFollower implements RunningStage {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String name;
  private final StageContext context;
  private final Consumer<MarketEvent> sink;
  private final PartLoop loop;

  private MarketEventFollower(String name, StageContext context, Consumer<MarketEvent> sink) {
    this.name = name;
    this.context = context;
    this.sink = sink;
    this.loop =
        PartLoop.start(
            new PartLoop.Settings(name, "it reads what was said so far", CLOSE_TIMEOUT),
            this::follow,
            context.onFailure());
  }

  /**
   * Starts one; the brokers need not answer yet.
   *
   * @param sink is told from its thread, in the order of each partition
   */
  public static MarketEventFollower start(
      String name, StageContext context, Consumer<MarketEvent> sink) {
    return new MarketEventFollower(name, context, sink);
  }

  @Override
  public String name() {
    return name;
  }

  /** Whether it has read all that was there when it began. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public void close() {
    loop.close();
  }

  private void follow(PartLoop part) {
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
      while (part.isAtWork()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          values.read(record.value()).flatMap(MarketMapping::event).ifPresent(sink);
        }
        boolean isThrough =
            ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
        if (isThrough) {
          part.ready();
        }
      }
    }
  }
}

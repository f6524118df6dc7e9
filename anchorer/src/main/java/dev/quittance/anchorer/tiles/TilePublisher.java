package dev.quittance.anchorer.tiles;

import dev.quittance.platform.blob.BlobStore;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log's tiles into the blob store.
 *
 * <p>Several processes share the partitions. A tile is stored before its offset is committed, and
 * storing it again changes nothing, so nothing is lost and no order of takeovers matters. A tile
 * that differs from what is stored under its name means that the log was rewritten, or the store:
 * then it halts and says so. One thread of its own.
 */
public final class TilePublisher implements RunningStage, GroupMember {
  /** Its name, also of its consumer group after the line's name. */
  public static final String NAME = "tile-publisher";

  private static final Logger LOG = LoggerFactory.getLogger(TilePublisher.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_POLL_RECORDS = 64;
  private static final PartLoop.Settings LOOP =
      new PartLoop.Settings(NAME, "it joins those who publish tiles", CLOSE_TIMEOUT);

  private final Settings settings;
  private final PartLoop loop;

  /**
   * What a publisher works with.
   *
   * @param topicIds Kafka's id of the topic that a period is in, in the names of tiles
   * @param group the consumer group that all publishers of the line share
   * @param instanceId names this process in the group, over its restarts
   */
  public record Settings(
      KafkaAccess kafka,
      RecordSerdes serdes,
      BlobStore blobs,
      LongFunction<UUID> topicIds,
      String group,
      String instanceId) {}

  private TilePublisher(Settings settings, java.util.function.Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.loop = PartLoop.start(LOOP, this::publishAll, onFailure);
  }

  /**
   * Starts a publisher; the brokers need not answer yet.
   *
   * @param onFailure told once, from its thread, when it has stopped for good
   */
  public static TilePublisher start(
      Settings settings, java.util.function.Consumer<Throwable> onFailure) {
    return new TilePublisher(settings, onFailure);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether it has joined and nothing that is stored contradicts the log. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public String group() {
    return settings.group();
  }

  @Override
  public Set<String> topics() {
    return Set.of(Topics.LOG_TILES.name());
  }

  @Override
  public void close() {
    loop.close();
  }

  /** One membership, from joining to leaving. */
  private void publishAll(PartLoop part) {
    TileIntake intake =
        new TileIntake(
            settings.blobs(),
            settings.topicIds(),
            settings.serdes().of(Topics.LOG_TILES).deserializer());
    try (var consumer =
        settings.kafka().groupMember(settings.group(), settings.instanceId(), MAX_POLL_RECORDS)) {
      consumer.subscribe(Set.of(Topics.LOG_TILES.name()));
      while (part.isAtWork()) {
        publish(part, consumer, intake);
      }
      consumer.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(CLOSE_TIMEOUT));
    } catch (TileContradiction e) {
      LOG.atError().setCause(e).log("the tile publisher halts");
      part.halt(e.getMessage());
    }
  }

  private void publish(PartLoop part, Consumer<byte[], byte[]> consumer, TileIntake intake) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
    // Those without partitions stand by for the others.
    part.ready();
    for (ConsumerRecord<byte[], byte[]> entry : records) {
      intake.take(entry.value());
    }
    if (!records.isEmpty()) {
      consumer.commitSync();
    }
  }
}

package dev.quittance.platform.catalogue;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.schemas.AgentRotations;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AgentKeyRotated;
import dev.quittance.schemas.avro.AgentPublished;
import dev.quittance.schemas.avro.AgentsRecord;
import dev.quittance.schemas.avro.PoliciesRecord;
import dev.quittance.schemas.avro.PolicyPublished;
import dev.quittance.schemas.avro.TenantPublished;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the logs {@code agents} and {@code policies} into a {@link Catalogue}, from their beginning
 * and for as long as it is open.
 *
 * <p>A decider reads {@link #snapshot()} and cites its offsets: which snapshot it happened to read
 * is then recorded, so no decision hangs on timing. {@link #open} returns once everything has been
 * read that was there when it was called. One thread of its own; {@code snapshot} is safe from any.
 */
public final class CatalogueFollower implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogueFollower.class);
  private static final TopicPartition AGENTS = new TopicPartition(Topics.AGENTS.name(), 0);
  private static final TopicPartition POLICIES = new TopicPartition(Topics.POLICIES.name(), 0);
  private static final List<TopicPartition> LOGS = List.of(AGENTS, POLICIES);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int OPEN_TIMEOUT_S = 30;
  private static final long PAUSE_AFTER_FAULT_MS = 1000;

  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<AgentsRecord> agents;
  private final Deserializer<PoliciesRecord> policies;
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final Map<TopicPartition, Long> next = new HashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile Catalogue snapshot = Catalogue.EMPTY;
  private volatile List<AgentRotations.Appended> rotations = List.of();
  private long rotationOffset = -1;
  private volatile Readiness readiness = Readiness.notReady("it has not caught up");

  private CatalogueFollower(KafkaAccess kafka, RecordSerdes serdes) {
    this.consumer = kafka.follower();
    this.agents = serdes.of(Topics.AGENTS).deserializer();
    this.policies = serdes.of(Topics.POLICIES).deserializer();
    this.thread = Thread.ofPlatform().name("catalogue").daemon(true).unstarted(this::run);
  }

  /**
   * Starts following.
   *
   * @throws IllegalStateException when the logs can't be read in time
   */
  public static CatalogueFollower open(KafkaAccess kafka, RecordSerdes serdes) {
    CatalogueFollower follower = new CatalogueFollower(kafka, serdes);
    follower.thread.start();
    try {
      if (!follower.caughtUp.await(OPEN_TIMEOUT_S, TimeUnit.SECONDS)) {
        follower.close();
        throw new IllegalStateException(
            "can't read the catalogue topics agents and policies; run 'quittance topics apply'"
                + " first and check that the broker and the registry answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      follower.close();
      throw new IllegalStateException("interrupted while reading the catalogue", e);
    }
    return follower;
  }

  /** What has been folded so far. */
  public Catalogue snapshot() {
    return snapshot;
  }

  /** The agents' rotated keys so far, in their order; their signatures are not checked. */
  public List<AgentRotations.Appended> rotations() {
    return rotations;
  }

  @Override
  public String name() {
    return "catalogue";
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      consumer.assign(LOGS);
      while (!closed) {
        follow();
      }
    }
  }

  /** Follows until it is closed or a fault comes from outside; then it goes on at that record. */
  private void follow() {
    try {
      LOGS.forEach(this::seekToNext);
      Map<TopicPartition, Long> ends = consumer.endOffsets(LOGS);
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> entry : consumer.poll(POLL)) {
          fold(entry);
          next.put(new TopicPartition(entry.topic(), entry.partition()), entry.offset() + 1);
        }
        if (LOGS.stream().allMatch(log -> consumer.position(log) >= ends.getOrDefault(log, 0L))) {
          readiness = Readiness.ready();
          caughtUp.countDown();
        }
      }
    } catch (WakeupException e) {
      LOG.atDebug().log("the catalogue is no longer followed");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the catalogue can't be read on; it is tried again");
      readiness = Readiness.notReady("it can't be read on: " + e.getMessage());
      pause();
    }
  }

  /** What was fetched and not folded when a fault came is fetched again. */
  private void seekToNext(TopicPartition log) {
    Long offset = next.get(log);
    if (offset == null) {
      consumer.seekToBeginning(List.of(log));
    } else {
      consumer.seek(log, offset.longValue());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_AFTER_FAULT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void fold(ConsumerRecord<byte[], byte[]> entry) {
    try {
      if (entry.topic().equals(AGENTS.topic())) {
        foldAgent(entry, agents.deserialize(entry.topic(), entry.value()));
      } else {
        foldPolicy(entry.offset(), policies.deserialize(entry.topic(), entry.value()));
      }
    } catch (SerializationException e) {
      ignore(entry.topic(), entry.offset(), e.getMessage());
    }
  }

  private void foldAgent(ConsumerRecord<byte[], byte[]> at, AgentsRecord entry) {
    long offset = at.offset();
    AgentKeyRotated rotation = entry.getRotation();
    if (rotation != null && rotationOffset < offset) {
      rotationOffset = offset;
      rotations =
          Stream.concat(
                  rotations.stream(),
                  Stream.of(new AgentRotations.Appended(rotation, at.timestamp())))
              .toList();
    }
    AgentPublished published = entry.getBody();
    if (published != null) {
      switch (Agent.parse(AvroValues.bytes(published.getDocument()))) {
        case Parsed.Ok<Agent>(Agent agent) -> snapshot = snapshot.foldAgent(offset, agent);
        case Parsed.Bad<Agent> bad -> ignore(AGENTS.topic(), offset, bad.message());
      }
    }
  }

  private void foldPolicy(long offset, PoliciesRecord entry) {
    switch (entry.getBody()) {
      case TenantPublished published -> {
        switch (Tenant.parse(AvroValues.bytes(published.getDocument()))) {
          case Parsed.Ok<Tenant>(Tenant tenant) -> snapshot = snapshot.foldPolicy(offset, tenant);
          case Parsed.Bad<Tenant> bad -> ignore(POLICIES.topic(), offset, bad.message());
        }
      }
      case PolicyPublished published -> {
        switch (Policy.parse(AvroValues.bytes(published.getDocument()))) {
          case Parsed.Ok<Policy>(Policy policy) -> snapshot = snapshot.foldPolicy(offset, policy);
          case Parsed.Bad<Policy> bad -> ignore(POLICIES.topic(), offset, bad.message());
        }
      }
      default -> ignore(POLICIES.topic(), offset, "a kind of record that this version knows not");
    }
  }

  /** A catalogue entry that nobody can read is passed by, by every reader alike. */
  private static void ignore(String topic, long offset, @Nullable String reason) {
    LOG.atWarn()
        .addKeyValue("topic", topic)
        .addKeyValue("offset", offset)
        .addKeyValue("reason", reason)
        .log("a catalogue entry is passed by");
  }
}

package dev.quittance.platform.streams;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Fault;
import dev.quittance.platform.deadletters.StrikeException;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage's topology, running.
 *
 * <p>A transient fault replaces the stream thread, and so does a record's crash that was counted:
 * it is a dead letter soon. Anything else stops the stage and is reported to its owner, who ends
 * the process: a bug must not loop.
 */
public final class StreamsApp implements RunningStage, GroupMember {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  /** Between a failure and the next try, so that an outage is no busy loop. */
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final String stage;
  private final KafkaStreams streams;
  private final String group;
  private final Set<String> topics;
  private final Restoration restoration = new Restoration();
  private final KafkaStreamsMetrics metrics;

  private StreamsApp(String stage, KafkaStreams streams, String group, Set<String> topics) {
    this.stage = stage;
    this.streams = streams;
    this.group = group;
    this.topics = topics;
    this.metrics = new KafkaStreamsMetrics(streams, List.of(Tag.of("stage", stage)));
    streams.setGlobalStateRestoreListener(restoration);
  }

  /**
   * Starts a topology of a stage that has no dead letters.
   *
   * @param onFailure told once, from a stream thread, when the stage has stopped for good
   */
  public static StreamsApp start(
      String stage, Topology topology, StreamsSettings settings, Consumer<Throwable> onFailure) {
    return start(stage, topology, settings, settings.of(stage), onFailure);
  }

  /**
   * Starts a topology.
   *
   * @param office takes what does not decode; the topology's processors are guarded by it
   * @param onFailure told once, from a stream thread, when the stage has stopped for good
   */
  public static StreamsApp start(
      String stage,
      Topology topology,
      StreamsSettings settings,
      DeadLetterOffice office,
      Consumer<Throwable> onFailure) {
    Properties properties = settings.of(stage);
    properties.put(DeadLetterOffice.CONFIG, office);
    return start(stage, topology, settings, properties, onFailure);
  }

  private static StreamsApp start(
      String stage,
      Topology topology,
      StreamsSettings settings,
      Properties properties,
      Consumer<Throwable> onFailure) {
    KafkaStreams streams = new KafkaStreams(topology, properties);
    streams.setUncaughtExceptionHandler(failure -> {
      StreamThreadExceptionResponse answer = answer(stage, failure, onFailure);
      if (answer == StreamThreadExceptionResponse.REPLACE_THREAD) {
        LockSupport.parkNanos(PAUSE.toNanos());
        GroupPlace.giveUp(settings, stage, Thread.currentThread());
      }
      return answer;
    });
    StreamsApp app =
        new StreamsApp(
            stage, streams, settings.applicationId(stage), Restoration.sourceTopics(topology));
    streams.start();
    app.metrics.bindTo(settings.meters());
    return app;
  }

  private static StreamThreadExceptionResponse answer(
      String stage, Throwable failure, Consumer<Throwable> onFailure) {
    boolean isStrike = StrikeException.in(failure).isPresent();
    if (isStrike || Fault.of(failure) == Fault.TRANSIENT) {
      LOG.atWarn().addKeyValue("stage", stage).setCause(failure).log("trying again");
      return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
    LOG.atError().addKeyValue("stage", stage).setCause(failure).log("the stage stops");
    onFailure.accept(failure);
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  @Override
  public String name() {
    return stage;
  }

  @Override
  public Readiness readiness() {
    KafkaStreams.State state = streams.state();
    return state == KafkaStreams.State.RUNNING
        ? Readiness.ready()
        : Readiness.notReady("its streams are " + state + restoration.inWords());
  }

  @Override
  public String group() {
    return group;
  }

  @Override
  public Set<String> topics() {
    return topics;
  }

  @Override
  public void close() {
    metrics.close();
    if (!streams.close(CLOSE_TIMEOUT)) {
      LOG.atWarn().addKeyValue("stage", stage).log("the stage did not stop in time");
    }
  }
}

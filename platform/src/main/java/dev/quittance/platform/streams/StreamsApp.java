package dev.quittance.platform.streams;

import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stage's topology, running.
 *
 * <p>A transient fault replaces the stream thread; anything else stops the stage and is reported to
 * its owner, who ends the process: a bug must not loop.
 */
public final class StreamsApp implements RunningStage, GroupMember {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

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
   * Starts a topology.
   *
   * @param onFailure told once, from a stream thread, when the stage has stopped for good
   */
  public static StreamsApp start(
      String stage, Topology topology, StreamsSettings settings, Consumer<Throwable> onFailure) {
    KafkaStreams streams = new KafkaStreams(topology, settings.of(stage));
    streams.setUncaughtExceptionHandler(failure -> {
      if (isTransient(failure)) {
        LOG.atWarn().addKeyValue("stage", stage).setCause(failure).log("trying again");
        return StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      LOG.atError().addKeyValue("stage", stage).setCause(failure).log("the stage stops");
      onFailure.accept(failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    });
    StreamsApp app =
        new StreamsApp(
            stage, streams, settings.applicationId(stage), Restoration.sourceTopics(topology));
    streams.start();
    app.metrics.bindTo(settings.meters());
    return app;
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

  private static boolean isTransient(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException || cause instanceof java.net.SocketException) {
        return true;
      }
    }
    return false;
  }
}

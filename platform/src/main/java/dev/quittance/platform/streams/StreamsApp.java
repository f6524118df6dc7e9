package dev.quittance.platform.streams;

import dev.quittance.platform.stage.RunningStage;
import java.time.Duration;
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
public final class StreamsApp implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsApp.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final String stage;
  private final KafkaStreams streams;

  private StreamsApp(String stage, KafkaStreams streams) {
    this.stage = stage;
    this.streams = streams;
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
    streams.start();
    return new StreamsApp(stage, streams);
  }

  @Override
  public String name() {
    return stage;
  }

  @Override
  public boolean isReady() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public void close() {
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

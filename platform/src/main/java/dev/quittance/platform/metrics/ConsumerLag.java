package dev.quittance.platform.metrics;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every few seconds how far consumer groups are behind, in records and in seconds, and how
 * many dead letters their topics have. As it asks the brokers for that, it is also the one that
 * knows whether they answer. One thread of its own; nothing is asked per record.
 */
public final class ConsumerLag implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLag.class);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaAccess kafka;
  private final Map<String, GroupMember> members;
  private final LagGauges gauges;
  private final InstantSource clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness = Readiness.ready();

  private ConsumerLag(
      KafkaAccess kafka,
      Map<String, GroupMember> members,
      MeterRegistry meters,
      InstantSource clock) {
    this.kafka = kafka;
    this.members = Map.copyOf(members);
    this.gauges = new LagGauges(meters);
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("consumer-lag").daemon(true).unstarted(this::run);
  }

  /**
   * Starts measuring.
   *
   * @param members the groups, by the stage that they are of
   */
  public static ConsumerLag start(
      KafkaAccess kafka, Map<String, GroupMember> members, MeterRegistry meters) {
    ConsumerLag lag = new ConsumerLag(kafka, members, meters, InstantSource.system());
    lag.thread.start();
    return lag;
  }

  @Override
  public String name() {
    return "brokers";
  }

  /** Whether the brokers answered when they were asked last. */
  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().log("the measuring of lag did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isStopping()) {
      try (LagSample sample = new LagSample(kafka, clock)) {
        follow(sample);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (KafkaException | ExecutionException | TimeoutException e) {
        failed(e);
        pause();
      }
    }
  }

  private void follow(LagSample sample)
      throws InterruptedException, ExecutionException, TimeoutException {
    while (!isStopping()) {
      for (Map.Entry<String, GroupMember> member : members.entrySet()) {
        List<LagSample.Lag> lags = sample.of(member.getValue().group(), member.getValue().topics());
        gauges.lag(member.getKey(), lags);
        gauges.deadLetters(sample.deadLetters(member.getValue().topics()));
      }
      answered();
      pause();
    }
  }

  private void answered() {
    if (readiness instanceof Readiness.NotReady) {
      LOG.atInfo().log("the brokers answer again");
      readiness = Readiness.ready();
    }
  }

  private void failed(Exception failure) {
    if (readiness instanceof Readiness.Ready) {
      LOG.atWarn().setCause(failure).log("the brokers do not answer");
      Instant now = clock.instant().truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
      Throwable cause = failure.getCause() == null ? failure : failure.getCause();
      readiness = Readiness.notReady("no answer since " + now + ": " + cause.getMessage());
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause() {
    try {
      if (stopping.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("lag is measured no more");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}

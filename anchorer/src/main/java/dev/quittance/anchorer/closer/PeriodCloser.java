package dev.quittance.anchorer.closer;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PeriodSchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends periods: writes their closes when they are due, and again until all heads exist.
 *
 * <p>Of several processes one closes and the others stand by; one that begins fences the one before
 * by its transactional id. All that it knows stands on topics, so any goes on where another
 * stopped. One thread of its own.
 */
public final class PeriodCloser implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodCloser.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration STANDBY_LOOK = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(15);

  private static final Readiness CATCHING_UP =
      Readiness.notReady("it reads period-schedule and log-heads, or can't reach them");

  private final Settings settings;
  private final Consumer<Throwable> onFailure;
  private final Thread thread;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile Readiness readiness = CATCHING_UP;

  /**
   * What a closer works with.
   *
   * @param log the log whose periods it ends
   * @param schedule when they end
   * @param operator signs the closes; its address is the log's operator
   * @param leadership says whether this process is the one that closes; closed with the closer
   * @param transactionalId the same for all closers of the line
   * @param clock tells when a period is over
   */
  public record Settings(
      LogIdentity log,
      PeriodSchedule schedule,
      Signer operator,
      KafkaAccess kafka,
      RecordSerdes serdes,
      Leadership leadership,
      String transactionalId,
      InstantSource clock) {}

  private PeriodCloser(Settings settings, Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name("period-closer").daemon(true).unstarted(this::run);
  }

  /**
   * Starts a closer.
   *
   * @param onFailure told once, from the closer's thread, when it has stopped for good
   */
  public static PeriodCloser start(Settings settings, Consumer<Throwable> onFailure) {
    PeriodCloser closer = new PeriodCloser(settings, onFailure);
    closer.thread.start();
    return closer;
  }

  @Override
  public String name() {
    return "period-closer";
  }

  /** Whether it closes periods, or stands by for another that does. */
  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        LOG.atWarn().log("the period closer did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    settings.leadership().close();
  }

  private void run() {
    while (!isStopping()) {
      try {
        switch (settings.leadership().role()) {
          case JOINING -> pause(STANDBY_LOOK);
          case STANDING_BY -> {
            readiness = Readiness.ready();
            pause(STANDBY_LOOK);
          }
          case LEADING -> closePeriods();
        }
      } catch (ProducerFencedException | InvalidProducerEpochException e) {
        LOG.atWarn().setCause(e).log("another period closer has taken over");
        pause(RETRY_PAUSE);
      } catch (KafkaException e) {
        LOG.atWarn().setCause(e).log("the period closer can't reach its topics; it tries again");
        readiness = CATCHING_UP;
        pause(RETRY_PAUSE);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("the period closer stops");
        readiness = CATCHING_UP;
        onFailure.accept(e);
        return;
      }
    }
    readiness = CATCHING_UP;
  }

  /** Closes periods until it is stopped or no longer leads. */
  private void closePeriods() {
    readiness = CATCHING_UP;
    // The sender comes first: then nothing that an older closer still writes can be committed.
    try (CloseSender sender = sender();
        ScheduleFollower follower = follower()) {
      follower.catchUp(this::isStopping);
      LOG.atInfo()
          .addKeyValue("decided", follower.state().last().map(last -> last.seq() + 1).orElse(0L))
          .log("closing periods");
      readiness = Readiness.ready();
      while (isAtWork()) {
        step(sender, follower);
      }
    }
  }

  private boolean isAtWork() {
    return !isStopping() && settings.leadership().role() == Leadership.Role.LEADING;
  }

  private void step(CloseSender sender, ScheduleFollower follower) {
    switch (CloserDecision.decide(follower.state(), now())) {
      case CloserDecision.Wait _ -> follower.poll(POLL);
      case CloserDecision.Send send -> {
        long before = follower.decisions();
        sender.send(send);
        LOG.atDebug()
            .addKeyValue("seq", send.seq())
            .addKeyValue("end", send.bounds().end())
            .addKeyValue("repeat", send.isRepeat())
            .log("closes sent");
        // A committed record can be read a little later; until then the same would be decided
        // again.
        while (follower.decisions() == before && isAtWork()) {
          follower.poll(POLL);
        }
      }
    }
  }

  private CloseSender sender() {
    return new CloseSender(
        settings.log(),
        settings.operator(),
        settings.kafka(),
        settings.serdes(),
        settings.transactionalId());
  }

  private ScheduleFollower follower() {
    CloserState initial = CloserState.initial(settings.schedule(), settings.log().partitionCount());
    return new ScheduleFollower(settings.kafka(), settings.serdes(), initial, settings.clock());
  }

  private long now() {
    return settings.clock().instant().getEpochSecond();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopped while it waited to try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }
}

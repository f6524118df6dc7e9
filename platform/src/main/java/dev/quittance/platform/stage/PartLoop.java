package dev.quittance.platform.stage;

import dev.quittance.platform.kafka.Leadership;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of a part that works on topics by itself: it does its work again and again, waits
 * where brokers can't be reached or another process has taken over, and stops for good at a bug.
 *
 * <p>The work is opened anew after each failure, so all that it keeps it must be able to read back.
 * Of a part that one process at a time does, the others stand by. The methods for the work are
 * called from the loop's thread, the others from any.
 */
public final class PartLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PartLoop.class);
  private static final Duration STANDBY_LOOK = Duration.ofMillis(200);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  /** Longer than a session: whoever fenced this one has the partitions for good by then. */
  private static final Duration FENCED_PAUSE = Duration.ofSeconds(15);

  private final Settings settings;
  private final Optional<Leadership> leadership;
  private final Work work;
  private final Consumer<Throwable> onFailure;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness;
  private volatile Optional<String> halted = Optional.empty();

  /**
   * How a loop runs.
   *
   * @param name of the part, its thread and its log lines
   * @param waitsFor what it does before it is ready, for people: {@code it reads the schedule}
   * @param closeTimeout how long closing waits for what is under way
   */
  public record Settings(String name, String waitsFor, Duration closeTimeout) {}

  /** What is done. */
  @FunctionalInterface
  public interface Work {
    /**
     * Opens what it needs, works while {@link PartLoop#isAtWork} and closes it. It says when it is
     * {@link PartLoop#ready}.
     *
     * @throws KafkaException when brokers fail it; it is called again after a pause, as it is after
     *     an UncheckedIOException
     */
    void run(PartLoop loop);
  }

  private PartLoop(
      Settings settings,
      Optional<Leadership> leadership,
      Work work,
      Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.leadership = leadership;
    this.work = work;
    this.onFailure = onFailure;
    this.readiness = waiting();
    this.thread = Thread.ofPlatform().name(settings.name()).daemon(true).unstarted(this::run);
  }

  /**
   * Starts a part that every process does its share of; the brokers need not answer yet.
   *
   * @param onFailure told once, from the loop's thread, when it has stopped for good
   */
  public static PartLoop start(Settings settings, Work work, Consumer<Throwable> onFailure) {
    return start(new PartLoop(settings, Optional.empty(), work, onFailure));
  }

  /**
   * Starts a part that one process does and the others stand by for; the brokers need not answer
   * yet.
   *
   * @param leadership says whether this process is the one; closed with the loop
   * @param onFailure told once, from the loop's thread, when it has stopped for good
   */
  public static PartLoop start(
      Settings settings, Leadership leadership, Work work, Consumer<Throwable> onFailure) {
    return start(new PartLoop(settings, Optional.of(leadership), work, onFailure));
  }

  private static PartLoop start(PartLoop loop) {
    loop.thread.start();
    return loop;
  }

  /** Whether it does its work or stands by for another process that does. */
  public Readiness readiness() {
    return halted.map(reason -> Readiness.notReady("it is halted: " + reason)).orElse(readiness);
  }

  /** For the work: whether to go on. */
  public boolean isAtWork() {
    return !isStopping()
        && leadership.map(Leadership::role).orElse(Leadership.Role.LEADING)
            == Leadership.Role.LEADING;
  }

  /** Whether it is to stop for good. */
  public boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** For the work: says that it is at it. */
  public void ready() {
    readiness = Readiness.ready();
  }

  /** For the work: says what it waits for. */
  public void notReady(String reason) {
    readiness = Readiness.notReady(reason);
  }

  /** For the work: says that it does nothing more, until it is started again, and why. */
  public void halt(String reason) {
    halted = Optional.of(reason);
    stopping.countDown();
  }

  /** For the work: waits, less long when it is to stop. */
  public void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("part", settings.name()).log("stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** Begins nothing more and waits for what is under way. */
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(settings.closeTimeout())) {
        LOG.atWarn().addKeyValue("part", settings.name()).log("did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leadership.ifPresent(Leadership::close);
  }

  private void run() {
    try {
      while (!isStopping()) {
        turn();
      }
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("part", settings.name()).setCause(e).log("stops");
      onFailure.accept(e);
    } finally {
      readiness = Readiness.notReady("it has stopped");
    }
  }

  private void turn() {
    switch (leadership.map(Leadership::role).orElse(Leadership.Role.LEADING)) {
      case JOINING -> {
        readiness = Readiness.notReady("it joins those of whom one does this");
        pause(STANDBY_LOOK);
      }
      case STANDING_BY -> {
        readiness = Readiness.ready();
        pause(STANDBY_LOOK);
      }
      case LEADING -> workOnce();
    }
  }

  private void workOnce() {
    readiness = waiting();
    try {
      work.run(this);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      warn("another process has taken over; this one waits for its turn", e);
      again("another process has taken over", RETRY_PAUSE);
    } catch (FencedInstanceIdException e) {
      warn(
          "another process has the same streams.instanceId and took over; give each its own. This"
              + " one waits and joins again",
          e);
      again("another process has the same streams.instanceId", FENCED_PAUSE);
    } catch (KafkaException | UncheckedIOException e) {
      unreachable(e);
    } catch (CompletionException e) {
      // A registry that doesn't answer; anything else is a bug.
      if (!(e.getCause() instanceof KafkaException)) {
        throw e;
      }
      unreachable(e);
    }
  }

  private void unreachable(RuntimeException e) {
    warn("can't reach what it needs; it tries again", e);
    again("it can't reach what it needs: " + e.getMessage(), RETRY_PAUSE);
  }

  /** A failure that passes; the work begins again after a pause. */
  private void again(String reason, Duration pause) {
    readiness = Readiness.notReady(reason);
    pause(pause);
  }

  private void warn(String message, RuntimeException cause) {
    LOG.atWarn().addKeyValue("part", settings.name()).setCause(cause).log(message);
  }

  private Readiness waiting() {
    return Readiness.notReady(settings.waitsFor());
  }
}

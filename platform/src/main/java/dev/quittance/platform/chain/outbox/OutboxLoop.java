package dev.quittance.platform.chain.outbox;

import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.platform.chain.TransactionSigner;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs an {@link Outbox}: looks, decides, commits, broadcasts, again and again. One thread of its
 * own.
 *
 * <p>Of several processes one sends and the others stand by. A chain that can't be reached is
 * waited for. A journal that can't be reached, or was taken over, is opened and read back again.
 *
 * @param <K> type of a job's id
 */
public final class OutboxLoop<K> implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxLoop.class);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
  private static final Duration STANDBY_LOOK = Duration.ofMillis(200);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);

  private final Settings settings;
  private final Leadership leadership;
  private final WorkSource<K> source;
  private final Consumer<Throwable> onFailure;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile Readiness readiness = Readiness.notReady("it reads its journal back");
  private volatile Optional<String> halted = Optional.empty();

  /**
   * How a loop runs.
   *
   * @param name of its thread and in its log lines
   * @param chain its endpoints
   * @param signer the outbox's key
   * @param limits how much is in flight
   * @param interval between looks at the chain
   */
  public record Settings(
      String name,
      ChainEndpoint chain,
      TransactionSigner signer,
      Outbox.Limits limits,
      Duration interval) {}

  /** Opens the work: takes its journal over from whoever had it, and reads it back. */
  @FunctionalInterface
  public interface WorkSource<K> {
    /**
     * Opens it, in the loop's thread.
     *
     * @param rpc the loop's connection to the chain
     * @param isStopping whether what takes long should be given up
     */
    OutboxWork<K> open(ChainRpc rpc, BooleanSupplier isStopping);
  }

  private OutboxLoop(
      Settings settings,
      Leadership leadership,
      WorkSource<K> source,
      Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.leadership = leadership;
    this.source = source;
    this.onFailure = onFailure;
    this.thread = Thread.ofPlatform().name(settings.name()).daemon(true).unstarted(this::run);
  }

  /**
   * Starts a loop.
   *
   * @param leadership says whether this process is the one that sends; closed with the loop
   * @param onFailure told once, from the loop's thread, when it has stopped for good
   */
  public static <K> OutboxLoop<K> start(
      Settings settings,
      Leadership leadership,
      WorkSource<K> source,
      Consumer<Throwable> onFailure) {
    OutboxLoop<K> loop = new OutboxLoop<>(settings, leadership, source, onFailure);
    loop.thread.start();
    return loop;
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Whether it has read its journal back, reaches the chain and has not halted. */
  @Override
  public Readiness readiness() {
    return halted.map(reason -> Readiness.notReady("it is halted: " + reason)).orElse(readiness);
  }

  /** Why it sends nothing more; empty when all is well. */
  public Optional<String> halted() {
    return halted;
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        log().addKeyValue("timeout", CLOSE_TIMEOUT).log("did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    leadership.close();
  }

  private void run() {
    try (ChainRpc rpc = ChainRpc.at(settings.chain().rpcUrls(), settings.chain().confirmations())) {
      while (!isStopping()) {
        switch (leadership.role()) {
          case JOINING -> {
            readiness = Readiness.notReady("it has not joined those who may send");
            pause(STANDBY_LOOK);
          }
          case STANDING_BY -> {
            readiness = Readiness.ready();
            pause(STANDBY_LOOK);
          }
          case LEADING -> runOnce(rpc);
        }
      }
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("part", settings.name()).setCause(e).log("stops");
      onFailure.accept(e);
    } finally {
      readiness = Readiness.notReady("it has stopped");
    }
  }

  private void runOnce(ChainRpc rpc) {
    try (OutboxWork<K> work = source.open(rpc, this::isStopping)) {
      pass(rpc, work);
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      log()
          .addKeyValue("reason", e.getMessage())
          .log("another process has taken over; this one stands by until it leads");
      readiness = Readiness.notReady("another process has taken over");
      pause(RETRY_PAUSE);
    } catch (KafkaException e) {
      log().setCause(e).log("can't reach its topics; it tries again");
      readiness = Readiness.notReady("it can't reach its topics: " + e.getMessage());
      pause(RETRY_PAUSE);
    }
  }

  private void pass(ChainRpc rpc, OutboxWork<K> work) {
    OutboxStep<K> step = new OutboxStep<>(settings, rpc, work);
    ChainOutage outage = new ChainOutage(settings.name(), settings.interval());
    while (!isStopping() && leadership.role() == Leadership.Role.LEADING) {
      try {
        step.run();
        halted = step.state().halted();
        outage.over();
        readiness = Readiness.ready();
        pause(settings.interval());
      } catch (IOException e) {
        Duration pause = outage.pauseAfter(e);
        readiness = Readiness.notReady(outage.inWords(e));
        pause(pause);
      }
    }
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("part", settings.name()).log("stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  private org.slf4j.spi.LoggingEventBuilder log() {
    return LOG.atWarn().addKeyValue("part", settings.name());
  }
}

package dev.quittance.bench;

import dev.quittance.line.LineProblem;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, at work: where its records enter, which topic they pass, where they end.
 *
 * @param name for people
 */
record UnderTest(
    String name,
    String entry,
    String middle,
    String end,
    Runnable stop,
    AtomicReference<@Nullable Throwable> failure)
    implements AutoCloseable {
  private static final Duration READY_TIMEOUT = Duration.ofSeconds(90);

  /** Long enough for a rebalance and for the transaction of a lost producer to time out. */
  private static final Duration STALL_TIMEOUT = Duration.ofSeconds(60);

  private static final int POLL_MS = 20;

  /** Starts the bare chain and waits until it is at work. */
  static UnderTest chain(Settings settings) {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    BareChain chain =
        BareChain.start(
            SettingsWiring.streamsSettings(settings),
            problem -> failure.compareAndSet(null, problem));
    UnderTest started =
        new UnderTest(
            "bare chain",
            BareChain.first(),
            BareChain.last(),
            BareChain.last(),
            chain::close,
            failure);
    started.awaitReady(chain::isReady);
    return started;
  }

  /** Starts every stage of the line and waits until they are at work. */
  static UnderTest line(Settings settings) throws IOException {
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    OpenLine open =
        OpenLine.open(settings, Map.of(), problem -> failure.compareAndSet(null, problem));
    LineStages stages =
        LineStages.start(
            LineStages.all(settings, settings.data()), open.context(), settings.http().host(), 0);
    UnderTest started =
        new UnderTest(
            "line",
            Topics.ORDER_REQUESTS.name(),
            Topics.RECEIPTS.name(),
            Topics.SETTLEMENTS.name(),
            () -> {
              stages.close();
              open.close();
            },
            failure);
    started.awaitReady(stages::allReady);
    return started;
  }

  /** Waits until every record is through. */
  void await(Journeys journeys) {
    int known = -1;
    long progressedNs = System.nanoTime();
    while (!journeys.isComplete()) {
      requireHealthy();
      if (journeys.finished() > known) {
        known = journeys.finished();
        progressedNs = System.nanoTime();
      } else if (System.nanoTime() - progressedNs > STALL_TIMEOUT.toNanos()) {
        throw problem(
            "nothing has come to the end of the %s for %d s; %d records had"
                .formatted(name, STALL_TIMEOUT.toSeconds(), known));
      }
      pause();
    }
  }

  @Override
  public void close() {
    stop.run();
  }

  /** Waits until it is at work; stops it when that takes too long. */
  void awaitReady(BooleanSupplier isReady) {
    long startedNs = System.nanoTime();
    while (!isReady.getAsBoolean()) {
      if (failure.get() != null || System.nanoTime() - startedNs > READY_TIMEOUT.toNanos()) {
        close();
        requireHealthy();
        throw problem("the " + name + " is not at work after " + READY_TIMEOUT.toSeconds() + " s");
      }
      pause();
    }
  }

  private void requireHealthy() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw problem("a part of the " + name + " stopped: " + cause);
    }
  }

  private static LineProblem problem(String message) {
    return new LineProblem(
        LineProblem.Kind.FAILED,
        message,
        "See that nothing else loads the machine, and what the stages logged.");
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the benchmark ran", e);
    }
  }
}

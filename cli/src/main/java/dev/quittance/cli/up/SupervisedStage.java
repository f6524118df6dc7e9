package dev.quittance.cli.up;

import dev.quittance.platform.http.BlockingHttp;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a stage's process running: starts it, asks how it is, and starts it again when it dies. One
 * thread of its own; what it says of itself is safe to be read by any.
 */
final class SupervisedStage {
  private static final Logger LOG = LoggerFactory.getLogger(SupervisedStage.class);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final StageSpec spec;
  private final BlockingHttp http;
  private final Watcher watcher;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private volatile int port;
  private volatile Optional<StageProcess> process = Optional.empty();
  private volatile ChildState state = new ChildState.Starting("");
  private final AtomicInteger restarts = new AtomicInteger();
  private boolean everReady;

  /** Told of every change; called by the threads of all stages. */
  @FunctionalInterface
  interface Watcher {
    void changed(SupervisedStage stage, ChildState state);
  }

  /**
   * @param port that it listens on, for as long as it is free
   */
  SupervisedStage(StageSpec spec, int port, BlockingHttp http, Watcher watcher) {
    this.spec = spec;
    this.port = port;
    this.http = http;
    this.watcher = watcher;
    this.thread = Thread.ofPlatform().name(spec.instance()).daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  StageSpec spec() {
    return spec;
  }

  /** How it is. */
  ChildState state() {
    return state;
  }

  /** How often it was started again. */
  int restarts() {
    return restarts.get();
  }

  Optional<Long> pid() {
    return process.map(StageProcess::pid);
  }

  String url() {
    return "http://" + spec.host() + ":" + port;
  }

  /** Asks it to end and starts it no more. */
  void terminate() {
    stopping.countDown();
    process.ifPresent(StageProcess::terminate);
  }

  /** Waits for its end; whether it came. */
  boolean awaitEnd(Duration patience) {
    return process.map(it -> it.awaitEnd(patience)).orElse(true);
  }

  /** Ends it at once if it still runs. */
  void end() {
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.ifPresent(it -> {
      it.end();
      become(new ChildState.Stopped(it.exitCode()));
    });
  }

  private void run() {
    Backoff backoff = Backoff.none();
    while (!isStopping()) {
      try {
        StageProcess running = StageProcess.start(spec, port);
        everReady = false;
        process = Optional.of(running);
        become(new ChildState.Starting(""));
        follow(running);
        if (isStopping()) {
          return;
        }
        backoff = backoff.afterDeath(running.up());
        become(new ChildState.Restarting(running.exitCode(), backoff.pause().toMillis()));
        port = everReady ? port : freePort(spec.host());
      } catch (IOException e) {
        LOG.atError().addKeyValue("stage", spec.instance()).setCause(e).log("can't be started");
        backoff = backoff.afterDeath(Duration.ZERO);
      }
      restarts.incrementAndGet();
      pause(backoff.pause());
    }
  }

  private void follow(StageProcess running) {
    while (!isStopping() && running.isAlive()) {
      look(running);
      pause(LOOK);
    }
  }

  private void look(StageProcess running) {
    ChildState before = state;
    Optional<String> reason = notReady(running);
    everReady = everReady || reason.isEmpty();
    ChildState now =
        reason
            .<ChildState>map(
                why -> everReady ? new ChildState.NotReady(why) : new ChildState.Starting(why))
            .orElseGet(ChildState.Ready::new);
    boolean isRenewed = now instanceof ChildState.Starting && before instanceof ChildState.Starting;
    if (isRenewed) {
      state = now;
    } else if (!now.equals(before)) {
      become(now);
    }
  }

  /** Why it is not ready; empty when it is. */
  private Optional<String> notReady(StageProcess running) {
    try {
      BlockingHttp.Answer answer =
          http.send(HttpMethod.GET, running.url() + "/health/ready", Map.of(), null);
      return HealthAnswer.whyNotReady(answer, running.pid());
    } catch (IOException e) {
      return Optional.of(everReady ? "it does not answer: " + e.getMessage() : "");
    }
  }

  private void become(ChildState next) {
    state = next;
    watcher.changed(this, next);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  private void pause(Duration duration) {
    try {
      if (stopping.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("stage", spec.instance()).log("is being stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping.countDown();
    }
  }

  /** A port that nobody listens on now. */
  static int freePort(String host) {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + host, e);
    }
  }
}

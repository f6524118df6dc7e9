package dev.quittance.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the command's own thread stops what it started, and
 * only then the process ends.
 */
public final class StopSignal implements AutoCloseable {
  private static final int STOP_TIMEOUT_S = 60;
  private static final int CHECK_MS = 500;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook;
  private final Thread owner = Thread.currentThread();

  private StopSignal() {
    this.hook = Thread.ofPlatform().name("stop-signal").unstarted(this::onSignal);
  }

  /** Installs the hook; the calling thread is the one that stops things. */
  public static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /**
   * Waits for the signal; {@code check} is called now and then and may end the wait by throwing.
   */
  public void await(Runnable check) {
    try {
      while (!asked.await(CHECK_MS, TimeUnit.MILLISECONDS)) {
        check.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    if (asked.getCount() > 0) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }

  private void onSignal() {
    boolean waiting = owner.getState() == Thread.State.TIMED_WAITING;
    asked.countDown();
    if (!waiting) {
      owner.interrupt();
    }
    try {
      boolean inTime = stopped.await(STOP_TIMEOUT_S, TimeUnit.SECONDS);
      // A signal's own exit code (143) would say that something went wrong.
      Runtime.getRuntime().halt(inTime && waiting ? 0 : 1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

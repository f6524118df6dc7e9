package dev.quittance.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the command's own thread stops what it started, and
 * then the process ends by itself with the command's exit code. A second signal ends it at once.
 *
 * <p>Whatever is cut short is done again by the next start, so an end that takes too long is forced
 * and is no failure either.
 */
public final class StopSignal implements AutoCloseable {
  /** How long stopping a stage's process may take. */
  private static final Duration OF_A_STAGE = Duration.ofSeconds(45);

  /** How long stopping a whole line may take. */
  private static final Duration OF_A_LINE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(StopSignal.class);
  private static final int CHECK_MS = 250;
  private static final int AT_ONCE = 130;
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private final CountDownLatch asked = new CountDownLatch(1);
  private final Thread owner = Thread.currentThread();
  private final boolean interruptsStart;
  private final Duration deadline;
  private volatile boolean started;

  private StopSignal(boolean interruptsStart, Duration deadline) {
    this.interruptsStart = interruptsStart;
    this.deadline = deadline;
  }

  /**
   * Installs it for a process of stages; the calling thread stops things, after what it starts now.
   */
  public static StopSignal install() {
    return install(new StopSignal(false, OF_A_STAGE));
  }

  /**
   * Installs it for a whole line; the calling thread is interrupted if it still starts things when
   * asked.
   */
  public static StopSignal installInterrupting() {
    return install(new StopSignal(true, OF_A_LINE));
  }

  private static StopSignal install(StopSignal signal) {
    SIGNALS.forEach(name -> handle(name, signal::onSignal));
    return signal;
  }

  /** Whether the end was asked for. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits for the signal; {@code check} is called now and then and may end the wait by throwing.
   */
  public void await(Runnable check) {
    started = true;
    boolean isInterrupted = Thread.interrupted();
    try {
      while (!isInterrupted && !asked.await(CHECK_MS, TimeUnit.MILLISECONDS)) {
        check.run();
      }
    } catch (InterruptedException e) {
      asked.countDown();
    }
  }

  /** Ends the interruption by which the signal came, so that what is closed now can wait. */
  public void beginClosing() {
    started = true;
    if (Thread.interrupted()) {
      LOG.atDebug().log("starting was interrupted");
    }
  }

  @Override
  public void close() {
    beginClosing();
  }

  private void onSignal() {
    if (isAsked()) {
      Runtime.getRuntime().halt(AT_ONCE);
    }
    asked.countDown();
    Thread.ofPlatform().name("stop-deadline").daemon(true).start(this::forceLater);
    if (!started && interruptsStart) {
      owner.interrupt();
    }
  }

  private void forceLater() {
    try {
      Thread.sleep(deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    LOG.atWarn().addKeyValue("timeout", deadline).log("stopping takes too long and is cut short");
    Runtime.getRuntime().halt(ExitCode.OK);
  }

  /**
   * Handles a signal. The JDK exports the class and javac warns of it wherever it is named, hence
   * by its name; where it is missing, a signal ends the process as usual.
   */
  @SuppressWarnings("ReferenceEquality") // a handler is equal to itself only
  private static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "equals" -> self == arguments[0];
                    case "hashCode" -> System.identityHashCode(self);
                    default -> "stop signal";
                  });
      Object named = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, named, proxy);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      LOG.atDebug().setCause(e).log("signals are not handled on this machine");
    }
  }
}

package dev.quittance.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Broker, registry and devnet together, on one data directory. The registry keeps its data in the
 * broker, so the broker starts first and stops last.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
  /**
   * How to run the cluster.
   *
   * @param kafka the broker's nodes and ports
   * @param closeOnExit whether all of it is closed when the virtual machine ends. Shutdown hooks
   *     run all at once: an application whose own hook first stops the users of the cluster, then
   *     closes it, says false
   */
  public record Options(EmbeddedKafka.Options kafka, boolean closeOnExit) {
    /** One broker node on a free port; closed when the virtual machine ends. */
    public static Options defaults() {
      return new Options(EmbeddedKafka.Options.singleNode(), true);
    }
  }

  private final EmbeddedKafka kafka;
  private final EmbeddedRegistry registry;
  private final EmbeddedChain chain;
  private final Optional<ExitHook> hook;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EmbeddedCluster(
      EmbeddedKafka kafka, EmbeddedRegistry registry, EmbeddedChain chain, boolean closeOnExit) {
    this.kafka = kafka;
    this.registry = registry;
    this.chain = chain;
    this.hook =
        closeOnExit ? Optional.of(ExitHook.closing("cluster", this::closeParts)) : Optional.empty();
  }

  /** Starts the cluster with {@link Options#defaults()} and tells nobody. */
  public static EmbeddedCluster start(Path dataDir) {
    return start(dataDir, Options.defaults(), _ -> {});
  }

  /**
   * Starts the broker, then the registry and the devnet side by side, and returns when all of them
   * take requests.
   *
   * @param dataDir gets the directories {@code kafka}, {@code registry} and {@code chain}
   * @param listener is told what happens; called by several threads, but by one at a time
   * @throws EmbeddedPartFailed when a part cannot be started; nothing is left running then
   */
  public static EmbeddedCluster start(
      Path dataDir, Options options, Consumer<StartEvent> listener) {
    EmbeddedParts parts = EmbeddedParts.locate();
    Announcer announcer = new Announcer(listener);
    EmbeddedKafka kafka =
        announcer.timed(
            EmbeddedPart.KAFKA,
            () -> EmbeddedKafka.start(dataDir.resolve("kafka"), options.kafka()));
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<EmbeddedRegistry> registry =
          threads.submit(() ->
              announcer.timed(
                  EmbeddedPart.REGISTRY,
                  () ->
                      EmbeddedRegistry.start(
                          dataDir.resolve("registry"),
                          kafka.bootstrapServers(),
                          parts,
                          options.closeOnExit())));
      Future<EmbeddedChain> chain =
          threads.submit(() ->
              announcer.timed(
                  EmbeddedPart.CHAIN,
                  () ->
                      EmbeddedChain.start(dataDir.resolve("chain"), parts, options.closeOnExit())));
      return joined(kafka, registry, chain, options.closeOnExit());
    }
  }

  /** Returns the broker. */
  public EmbeddedKafka kafka() {
    return kafka;
  }

  /** Returns the registry. */
  public EmbeddedRegistry registry() {
    return registry;
  }

  /** Returns the devnet. */
  public EmbeddedChain chain() {
    return chain;
  }

  /** Stops the devnet, the registry and then the broker. Closing twice is harmless. */
  @Override
  public void close() {
    closeParts();
    hook.ifPresent(ExitHook::cancel);
  }

  private void closeParts() {
    if (closed.compareAndSet(false, true)) {
      try (kafka;
          registry;
          chain) {
        // Closing is all there is to do: the last one named goes first.
      }
    }
  }

  /** Waits for both, and closes all that did start when one did not. */
  private static EmbeddedCluster joined(
      EmbeddedKafka kafka,
      Future<EmbeddedRegistry> registry,
      Future<EmbeddedChain> chain,
      boolean closeOnExit) {
    Optional<Throwable> failure = failure(registry).or(() -> failure(chain));
    if (failure.isEmpty()) {
      return new EmbeddedCluster(kafka, registry.resultNow(), chain.resultNow(), closeOnExit);
    }
    Throwable cause = failure.get();
    closeIfStarted(chain, cause);
    closeIfStarted(registry, cause);
    try (kafka) {
      throw cause instanceof EmbeddedPartFailed failed
          ? failed
          : new IllegalStateException("The embedded cluster could not be started", cause);
    }
  }

  private static Optional<Throwable> failure(Future<?> part) {
    try {
      part.get();
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      part.cancel(true); // its start ends what it had started
      Thread.currentThread().interrupt();
      return Optional.of(e);
    }
  }

  private static void closeIfStarted(Future<? extends AutoCloseable> part, Throwable cause) {
    if (part.state() == Future.State.SUCCESS) {
      closeAfter(part.resultNow(), cause);
    }
  }

  private static void closeAfter(AutoCloseable started, Throwable cause) {
    try {
      started.close();
    } catch (Exception e) { // what AutoCloseable declares
      cause.addSuppressed(e);
    }
  }

  /** Tells the listener, one event at a time. */
  private record Announcer(Consumer<StartEvent> listener) {
    <T extends AutoCloseable> T timed(EmbeddedPart part, Supplier<T> start) {
      tell(new StartEvent.Starting(part));
      long began = System.nanoTime();
      T started = start.get();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      try {
        tell(new StartEvent.Ready(part, took));
        return started;
      } catch (RuntimeException | Error e) {
        closeAfter(started, e); // a listener that throws must not leave the part running
        throw e;
      }
    }

    private synchronized void tell(StartEvent event) {
      listener.accept(event);
    }
  }
}

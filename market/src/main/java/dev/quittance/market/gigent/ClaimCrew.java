package dev.quittance.market.gigent;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Works on many orders at once, so many at most; its owner waits for all of them. */
final class ClaimCrew implements AutoCloseable {
  private static final int AT_ONCE = 32;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService threads;

  ClaimCrew(String name) {
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + " ", 0).factory());
  }

  /** Work on one order; returns whether the line has it now. */
  @FunctionalInterface
  interface Work {
    boolean on(GigentOrder order) throws IOException, InterruptedException;
  }

  /**
   * What became of some orders.
   *
   * @param taken how many the line has now
   * @param failure the first of those that could not be worked on
   */
  record Tally(int taken, Optional<IOException> failure) {}

  /** Works on all of them; one that fails hinders no other. */
  Tally work(List<GigentOrder> orders, Work work) throws InterruptedException {
    List<Future<Boolean>> results = new ArrayList<>();
    for (GigentOrder order : orders) {
      places.acquire();
      results.add(
          threads.submit(() -> {
            try {
              return work.on(order);
            } finally {
              places.release();
            }
          }));
    }
    int taken = 0;
    IOException failure = null;
    for (Future<Boolean> result : results) {
      try {
        taken += result.get() ? 1 : 0;
      } catch (ExecutionException e) {
        IOException problem =
            e.getCause() instanceof IOException known
                ? known
                : new IOException("an order could not be worked on", e.getCause());
        failure = failure == null ? problem : failure;
      }
    }
    return new Tally(taken, Optional.ofNullable(failure));
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}

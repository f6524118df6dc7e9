package dev.quittance.auditor;

import dev.quittance.auditor.source.LogUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The threads of an audit: some that read a partition each, and as many as there are cores that do
 * the work. Thread-safe; closing it waits until no thread does anything any more.
 */
final class Workers implements AutoCloseable {
  private static final int MOST_LANES = 16;

  private final ExecutorService lanes;
  private final ExecutorService work;
  private final Semaphore cores;

  Workers(int threads) {
    this.lanes = pool(Math.max(threads, MOST_LANES), "audit-lane-");
    this.work = pool(threads, "audit-work-");
    this.cores = new Semaphore(threads);
  }

  private static ExecutorService pool(int threads, String name) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().daemon().name(name, 0).factory());
  }

  /** What is done in the thread of a partition. */
  @FunctionalInterface
  interface InLane<T> {
    T run() throws LogUnavailableException, InterruptedException;
  }

  /** What is done with a partition. */
  @FunctionalInterface
  interface OfLane<T> {
    T run(int partition) throws LogUnavailableException, InterruptedException;
  }

  /** Has some work done by any core. */
  <T> Future<T> submit(Callable<T> part) {
    return work.submit(part);
  }

  /** Does something that keeps a core busy, in the thread of its partition. */
  <T> T onCore(InLane<T> part) throws LogUnavailableException, InterruptedException {
    cores.acquire();
    try {
      return part.run();
    } finally {
      cores.release();
    }
  }

  /** Does something with every partition; gives the results in the order of the partitions. */
  <T> List<T> forEachLane(int partitions, OfLane<T> each)
      throws LogUnavailableException, InterruptedException {
    List<Future<T>> running = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      int lane = partition;
      running.add(lanes.submit(() -> each.run(lane)));
    }
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> lane : running) {
        results.add(lane.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case LogUnavailableException unavailable -> throw unavailable;
        case InterruptedException interrupted -> throw interrupted;
        case null, default ->
            throw new IllegalStateException("a partition cannot be audited", e.getCause());
      }
    }
  }

  @Override
  public void close() {
    lanes.shutdownNow();
    boolean isInterrupted = Thread.interrupted();
    try {
      if (!lanes.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a thread of the audit does not end");
      }
    } catch (InterruptedException _) {
      isInterrupted = true;
    } finally {
      work.shutdownNow();
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

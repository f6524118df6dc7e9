package dev.quittance.acceptance.line;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Orders that come in one after another while a test does something else. */
public final class Load implements AutoCloseable {
  private final Customer customer;
  private final WorkOrders orders;
  private final Random random;
  private final String prefix;
  private final List<String> placed = new ArrayList<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopping;

  private Load(LineUnderTest line, String prefix, long seed, int count, Duration span) {
    this.customer = line.customer();
    this.orders = new WorkOrders(line.devnet().asset());
    this.random = new Random(seed);
    this.prefix = prefix;
    this.thread = Thread.ofVirtual().name("load").unstarted(() -> run(count, span));
  }

  /**
   * Starts placing orders.
   *
   * @param prefix of their idempotency keys
   * @param span over which they are spread
   */
  public static Load start(LineUnderTest line, String prefix, long seed, int count, Duration span) {
    Load load = new Load(line, prefix, seed, count, span);
    load.thread.start();
    return load;
  }

  /** Waits until the last one is taken; gives the ids of all. */
  public List<String> awaitPlaced() {
    try {
      done.join();
    } catch (CompletionException e) {
      throw new AssertionError("an order could not be placed: " + e.getCause(), e.getCause());
    }
    return List.copyOf(placed);
  }

  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
  }

  private void run(int count, Duration span) {
    try {
      long begun = System.nanoTime();
      for (int i = 0; i < count && !stopping; i++) {
        long due = begun + span.toNanos() / count * i;
        long early = due - System.nanoTime();
        if (early > 0) {
          Waiting.pause(Duration.ofNanos(early));
        }
        ObjectNode order = orders.random(random, Instant.now());
        placed.add(customer.place(order, prefix + "-" + i));
      }
      done.complete(null);
    } catch (RuntimeException | AssertionError e) {
      done.completeExceptionally(e);
    }
  }
}

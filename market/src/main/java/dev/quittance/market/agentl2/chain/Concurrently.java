package dev.quittance.market.agentl2.chain;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Asks for many things at once, on virtual threads. */
public final class Concurrently {
  /** A node is asked as many questions at the same time at most. */
  private static final int MOST = 16;

  private Concurrently() {}

  /** A question that may have no answer. */
  @FunctionalInterface
  public interface Question<K, V> {
    /** The answer. */
    Optional<V> ask(K key) throws IOException, InterruptedException;
  }

  /**
   * The answers by what was asked for, in its order, without those that are empty.
   *
   * @throws IOException that of the first question that failed
   */
  public static <K, V> Map<K, V> map(Collection<K> keys, Question<K, V> question)
      throws IOException {
    Semaphore places = new Semaphore(MOST);
    Map<K, Future<Optional<V>>> asked = new LinkedHashMap<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (K key : keys) {
        asked.put(
            key,
            threads.submit(() -> {
              places.acquire();
              try {
                return question.ask(key);
              } finally {
                places.release();
              }
            }));
      }
      Map<K, V> answers = new LinkedHashMap<>();
      for (Map.Entry<K, Future<Optional<V>>> each : asked.entrySet()) {
        each.getValue().get().ifPresent(answer -> answers.put(each.getKey(), answer));
      }
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }
}

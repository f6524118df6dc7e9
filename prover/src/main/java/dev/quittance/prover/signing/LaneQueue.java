package dev.quittance.prover.signing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What is under way of one lane, in the order of its offsets: it may end in any order, and leaves
 * in this one. Used by one thread; the futures are completed by others.
 *
 * @param <R> what comes of a request
 */
final class LaneQueue<R> {
  private final Deque<Pending<R>> pending = new ArrayDeque<>();

  /** A request that is under way. */
  record Pending<R>(long offset, CompletableFuture<R> result, Thread worker) {}

  /** What leaves together: results in order, and the offset after the last one. */
  record Ready<R>(List<R> results, long nextOffset) {}

  /** Adds a request; offsets grow. */
  void add(Pending<R> request) {
    if (!pending.isEmpty() && request.offset() <= pending.getLast().offset()) {
      throw new IllegalStateException(
          "offset " + request.offset() + " after " + pending.getLast().offset());
    }
    pending.addLast(request);
  }

  /**
   * The results at the front; they stay until they are {@linkplain #remove removed}. A request that
   * failed for good throws.
   */
  Ready<R> front(int most) {
    List<R> results = new ArrayList<>();
    long next = -1;
    for (Pending<R> request : pending) {
      if (results.size() == most || !request.result().isDone()) {
        break;
      }
      results.add(request.result().join());
      next = request.offset() + 1;
    }
    return new Ready<>(results, next);
  }

  /** Drops so many from the front: they are committed. */
  void remove(int count) {
    for (int i = 0; i < count; i++) {
      pending.removeFirst();
    }
  }

  int size() {
    return pending.size();
  }

  /** Calls everything off. */
  void abandon() {
    pending.forEach(request -> request.worker().interrupt());
    pending.clear();
  }
}

package dev.quittance.webhooks;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets so many through at once of each name, those that came first before the others. Keeps nothing
 * of a name that nobody uses. For any number of virtual threads.
 *
 * @param most of one name at the same time
 */
record Turns(int most, ConcurrentHashMap<String, Users> names) {
  /** Those of a name who wait or are through. */
  record Users(int count, Semaphore turns) {
    private Users plus(int more) {
      return new Users(count + more, turns);
    }
  }

  /** What is done in a turn. */
  @FunctionalInterface
  interface Work {
    void run() throws InterruptedException;
  }

  Turns(int most) {
    this(most, new ConcurrentHashMap<>());
  }

  /** Waits for a turn and works. */
  void take(String name, Work work) throws InterruptedException {
    Users users =
        names.merge(name, new Users(1, new Semaphore(most, true)), (known, one) -> known.plus(1));
    try {
      users.turns().acquire();
      try {
        work.run();
      } finally {
        users.turns().release();
      }
    } finally {
      names.computeIfPresent(name, (_, known) -> known.count() == 1 ? null : known.plus(-1));
    }
  }
}

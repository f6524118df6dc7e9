package dev.quittance.platform.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The virtual threads of a desk, one for each record that it does. Safe for any thread. */
public final class RecordThreads implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecordThreads.class);

  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /** What is done about a record. */
  @FunctionalInterface
  public interface Work {
    /** Does it; interrupted, it leaves the record to whoever has its partition next. */
    void run() throws InterruptedException;
  }

  /** Has a record done on a thread of its own. */
  public void start(String name, Work work) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(work));
    threads.add(thread);
    thread.start();
  }

  /** How many there are. */
  public int size() {
    return threads.size();
  }

  /** Interrupts all. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }

  private void run(Work work) {
    try {
      work.run();
    } catch (InterruptedException _) {
      LOG.atDebug().log("a record is left to whoever has its partition next");
    } finally {
      threads.remove(Thread.currentThread());
    }
  }
}

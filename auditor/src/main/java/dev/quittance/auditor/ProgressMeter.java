package dev.quittance.auditor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Counts records of all threads and tells a listener now and then. Thread-safe. */
final class ProgressMeter {

  private static final long INTERVAL_NS = 200_000_000;

  private final Progress.Listener listener;
  private final long upperBound;
  private final long startNs = System.nanoTime();
  private final AtomicLong records = new AtomicLong();
  private final AtomicLong toldNs = new AtomicLong(startNs);

  ProgressMeter(Progress.Listener listener, long upperBound) {
    this.listener = listener;
    this.upperBound = upperBound;
  }

  void count(long more) {
    records.addAndGet(more);
    long now = System.nanoTime();
    long told = toldNs.get();
    if (now - told > INTERVAL_NS && toldNs.compareAndSet(told, now)) {
      tell();
    }
  }

  /** Tells where it stands now. */
  synchronized Duration tell() {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNs);
    listener.progressed(new Progress(records.get(), upperBound, elapsed));
    return elapsed;
  }
}

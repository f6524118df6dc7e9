package dev.quittance.executor.worker;

import dev.quittance.platform.blob.BlobStore;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blob store that is asked again, ever less often, while it fails: what a call brought must not
 * be lost to a full disk. Thread-safe.
 */
final class PatientBlobs {
  private static final Logger LOG = LoggerFactory.getLogger(PatientBlobs.class);

  private final BlobStore blobs;
  private final Duration firstPause;
  private final Duration longestPause;
  private final AtomicBoolean failing = new AtomicBoolean();

  PatientBlobs(BlobStore blobs, Duration firstPause, Duration longestPause) {
    this.blobs = blobs;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
  }

  /**
   * Stores a payload, however long it takes, and returns its SHA-256.
   *
   * @throws InterruptedException when it is no longer wanted
   */
  byte[] put(byte[] payload) throws InterruptedException {
    return untilItWorks(() -> blobs.put(payload));
  }

  /**
   * The payload with this SHA-256; empty when there is none.
   *
   * @throws InterruptedException when it is no longer wanted
   */
  Optional<byte[]> get(byte[] sha256) throws InterruptedException {
    return untilItWorks(() -> blobs.get(sha256));
  }

  private <T> T untilItWorks(Supplier<T> attempt) throws InterruptedException {
    for (Duration pause = firstPause; ; pause = longer(pause)) {
      try {
        T result = attempt.get();
        if (failing.compareAndSet(true, false)) {
          LOG.atInfo().log("the payload store works again");
        }
        return result;
      } catch (UncheckedIOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        // A thousand calls may meet the same full disk: one line says it.
        if (failing.compareAndSet(false, true)) {
          LOG.atError()
              .setCause(e)
              .log("the payload store fails; results are kept and stored when it works again");
        }
        Thread.sleep(pause);
      }
    }
  }

  private Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(longestPause) > 0 ? longestPause : twice;
  }
}

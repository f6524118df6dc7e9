package dev.quittance.platform.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/** A transaction that could not be committed, or of which that is not known. */
public final class FailedTransaction {
  private FailedTransaction() {}

  /**
   * Aborts it where the client lets it. After a commit that timed out the client refuses; then the
   * failure says so as well, and remains what is to be told: its owner opens the journal anew.
   *
   * @param failure of the commit, which the caller throws
   */
  public static void abort(Producer<?, ?> producer, KafkaException failure) {
    try {
      producer.abortTransaction();
    } catch (KafkaException | IllegalStateException e) {
      failure.addSuppressed(e);
    }
  }
}

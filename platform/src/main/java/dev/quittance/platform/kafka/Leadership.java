package dev.quittance.platform.kafka;

/**
 * Whether this process is the one of several that does what only one may do at a time.
 *
 * <p>No lock: one that does not know yet that it has lost it may still act, so whatever is done
 * must be fenced as well, by a transactional id. Thread-safe.
 */
public interface Leadership extends AutoCloseable {
  /** What this process is to do, as far as it knows. */
  enum Role {
    /** To wait: who leads is being found out. */
    JOINING,
    /** To be ready: another one leads. */
    STANDING_BY,
    /** To act. */
    LEADING
  }

  /** The role now. */
  Role role();

  /** Leaves it to others. */
  @Override
  void close();

  /**
   * Joins those who may lead; the brokers need not answer yet.
   *
   * @param group names what is led
   * @param instanceId names this process among them, and is kept over its restarts: one that died
   *     and is back goes on leading
   * @param topic whose first partition stands for it; its records are not read
   */
  static Leadership join(KafkaAccess kafka, String group, String instanceId, String topic) {
    return GroupLeadership.join(kafka, group, instanceId, topic);
  }
}

package dev.quittance.auditor.source;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Topics as raw records: of a cluster, or of a copy. Thread-safe; each cursor belongs to whoever
 * opened it. All methods block and throw {@link LogUnavailableException} when nothing can be read.
 */
public interface RawTopics {

  /** How many partitions a topic has; 0 if there is no such topic. */
  int partitions(String topic) throws LogUnavailableException;

  /** At most so many records there are in a topic; for progress alone. */
  long upperBound(String topic) throws LogUnavailableException;

  /**
   * The registry's id of a topic's schema, the only one under which its records count; empty where
   * nobody says.
   */
  default OptionalInt schemaId(String topic) {
    return OptionalInt.empty();
  }

  /**
   * Reads a partition from a position to what is committed now.
   *
   * @param from what was read before; {@link Position#START} for all of it
   */
  Cursor<RawRecord> open(String topic, int partition, Position from) throws LogUnavailableException;

  /** Reads the records of a partition from an offset on to what is committed now. */
  default Cursor<RawRecord> openAt(String topic, int partition, long offset)
      throws LogUnavailableException {
    Cursor<RawRecord> records = open(topic, partition, Position.START);
    return new Cursor<>() {
      @Override
      public @Nullable RawRecord next() throws LogUnavailableException {
        RawRecord next = records.next();
        while (next != null && next.offset() < offset) {
          next = records.next();
        }
        return next;
      }

      @Override
      public void close() {
        records.close();
      }
    };
  }
}

package dev.quittance.auditor.source;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.util.List;
import org.apache.kafka.common.utils.Utils;

/**
 * What receipts were made of, and what was made of them. Thread-safe: partitions may be read at the
 * same time. All methods block and throw {@link LogUnavailableException} when nothing can be read.
 */
public interface LineSource {

  /** The topics that are keyed by order, in the order in which an order passes through them. */
  enum Lane {
    ACKNOWLEDGEMENTS(Topics.ACKNOWLEDGEMENTS),
    ORDERS(Topics.ORDERS),
    PLANS(Topics.PLANS),
    EXECUTIONS(Topics.EXECUTIONS),
    RECEIPTS(Topics.RECEIPTS),
    SETTLEMENTS(Topics.SETTLEMENTS);

    private final String topic;

    Lane(Topic<?> topic) {
      this.topic = topic.name();
    }

    /** The topic's name. */
    public String topic() {
      return topic;
    }
  }

  /** The partition of a key: Kafka's own choice for its bytes. */
  static int partitionOf(Bytes key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key.toByteArray())) % partitions;
  }

  /** How many partitions the topics keyed by order have. */
  int lanes();

  /** At most so many records there are in the topics keyed by order; for progress alone. */
  long upperBound() throws LogUnavailableException;

  /** Which topics are missing. */
  List<String> missing();

  /**
   * Until when it has all records that were appended, unix milliseconds; {@link Long#MAX_VALUE} for
   * a cluster, which goes on.
   */
  long untilMs();

  /** The records of {@code agents}. */
  List<LineRecord> agents() throws LogUnavailableException;

  /** The records of {@code policies}. */
  List<LineRecord> policies() throws LogUnavailableException;

  /** Reads a partition of a topic. */
  Cursor<LineRecord> open(Lane topic, int partition) throws LogUnavailableException;
}

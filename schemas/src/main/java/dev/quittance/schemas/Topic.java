package dev.quittance.schemas;

import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: its name, the Avro record that its values are, how it is spread and how long it lives.
 *
 * <p>Keys are raw bytes everywhere: a registry-framed key would move partitions. Every topic has
 * append time, since the append time of a record is the only clock that a decider reads.
 *
 * @param <V> the generated Avro class of a value
 */
public record Topic<V extends SpecificRecord>(
    String name, Class<V> valueType, Spread spread, Retention retention, boolean deadLetters) {

  /** How a topic is spread over partitions. */
  public enum Spread {
    /** Keyed by order or account, as many partitions as the line has lanes. */
    LANES,
    /** One partition: a total order. */
    SINGLE
  }

  /** How long records are kept. */
  public enum Retention {
    /** Forever: an auditor replays it. */
    FOREVER,
    /** The dedupe horizon: what passes between stages and is recorded elsewhere. */
    THIRTY_DAYS,
    /** The last value of each key, until a tombstone erases it. */
    COMPACTED
  }

  private static final long THIRTY_DAYS_MS = 30L * 24 * 60 * 60 * 1000;

  /** The same under another name. */
  public Topic<V> named(String other) {
    return new Topic<>(other, valueType, spread, retention, deadLetters);
  }

  /** The Avro schema of a value. */
  public Schema schema() {
    return SpecificData.get().getSchema(valueType);
  }

  /** Number of partitions in a line with this many lanes. */
  public int partitions(int lanes) {
    return spread == Spread.LANES ? lanes : 1;
  }

  /** Name of the topic where records go that can't be processed. */
  public String deadLetterName() {
    return name + ".dlq";
  }

  /**
   * Name of the topic that a second reader of this topic reads beside it: what that reader could
   * not process is appended there again, so that nobody else reads it twice.
   */
  public String redriveName() {
    return name + ".redrive";
  }

  /** Topic settings that this contract fixes; replication is the cluster's own choice. */
  public Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("message.timestamp.type", "LogAppendTime");
    settings.put("cleanup.policy", retention == Retention.COMPACTED ? "compact" : "delete");
    settings.put(
        "retention.ms",
        switch (retention) {
          case FOREVER, COMPACTED -> "-1";
          case THIRTY_DAYS -> Long.toString(THIRTY_DAYS_MS);
        });
    return settings;
  }
}

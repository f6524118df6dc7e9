package dev.quittance.auditor.source;

import java.util.Map;

/** The log of a running cluster. Thread-safe. */
public final class KafkaLogSource extends TopicLogSource {

  /**
   * A source on a cluster.
   *
   * @param settings client settings, passed through as they are: {@code bootstrap.servers}, TLS,
   *     SASL
   */
  public KafkaLogSource(Map<String, String> settings) {
    super(new KafkaTopics(settings));
  }
}

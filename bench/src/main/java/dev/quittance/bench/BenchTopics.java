package dev.quittance.bench;

import dev.quittance.platform.kafka.KafkaAccess;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Topics of a benchmark alone, stamped with the broker's time. */
final class BenchTopics {
  private BenchTopics() {}

  /** Makes topics with so many partitions. */
  static void create(KafkaAccess kafka, List<String> names, int lanes) {
    List<NewTopic> topics =
        names.stream()
            .map(name ->
                new NewTopic(name, lanes, (short) 1)
                    .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime")))
            .toList();
    try (Admin admin = kafka.admin()) {
      admin.createTopics(topics).all().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were made", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the benchmark's topics can't be made", e.getCause());
    }
  }
}

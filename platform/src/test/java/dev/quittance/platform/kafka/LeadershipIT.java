package dev.quittance.platform.kafka;

import static dev.quittance.platform.kafka.Leadership.Role.LEADING;
import static dev.quittance.platform.kafka.Leadership.Role.STANDING_BY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two who may lead, on a real broker. */
class LeadershipIT {
  private static final String TOPIC = "one-partition";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Shorter than a session: who leaves must not be waited for. */
  private static final Duration AT_ONCE = Duration.ofSeconds(8);

  @Test
  void oneLeadsTheOtherStandsByAndFollowsIt(@TempDir Path directory) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, EmbeddedKafka.Options.singleNode())) {
      KafkaAccess access = KafkaAccess.at(kafka.bootstrapServers());
      try (var admin = access.admin()) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      }
      Leadership first = Leadership.join(access, "leaders", "first", TOPIC);
      try (Leadership second = secondAfter(first, access)) {
        assertThat(first.role()).as("a newcomer takes nothing away").isEqualTo(LEADING);
        first.close();
        await().atMost(AT_ONCE).until(() -> second.role() == LEADING);
      }
    }
  }

  /** One that stands by once the first one leads. */
  private static Leadership secondAfter(Leadership first, KafkaAccess access) {
    await().atMost(PATIENCE).until(() -> first.role() == LEADING);
    Leadership second = Leadership.join(access, "leaders", "second", TOPIC);
    await().atMost(PATIENCE).until(() -> second.role() == STANDING_BY);
    return second;
  }
}

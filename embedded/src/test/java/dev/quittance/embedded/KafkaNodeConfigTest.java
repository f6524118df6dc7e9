package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaNodeConfigTest {
  @Test
  void anAdjustmentSeesTheNodesSettingsAndHasTheLastWord() {
    KafkaNodeConfig config =
        new KafkaNodeConfig(
            1,
            9092,
            Map.of(1, 9093),
            Path.of("node"),
            node ->
                node.setProperty(
                    "listeners", node.getProperty("listeners") + ",MORE://127.0.0.1:9094"));
    assertThat(config.properties())
        .containsEntry(
            "listeners",
            "BROKER://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093,MORE://127.0.0.1:9094")
        .containsEntry("node.id", "1");
  }
}

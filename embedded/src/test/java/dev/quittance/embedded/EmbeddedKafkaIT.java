package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.embedded.EmbeddedKafka.Options;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
  @TempDir Path directory;

  @Test
  void losesNothingWhileOneOfThreeNodesIsAway() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, Options.threeNodes())) {
      Records.createTopic(kafka);
      try (KafkaProducer<String, String> producer = Records.producer(kafka)) {
        Records.send(producer, 0, 500);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> kafka.stopNode(2));
        Records.send(producer, 500, 1_500);
        stopped.join();
        Records.send(producer, 1_500, 2_000);
      }
      assertThat(Records.readAll(kafka)).isEqualTo(Records.numbers(0, 2_000));

      kafka.startNode(2);
      kafka.stopNode(1);
      assertThat(Records.readAll(kafka)).isEqualTo(Records.numbers(0, 2_000));
    }
  }

  @Test
  void refusesWhatItCannotKeepAndLeavesNothingBehind() throws Exception {
    EmbeddedKafka.start(directory, Options.singleNode()).close();
    assertThatThrownBy(() -> EmbeddedKafka.start(directory, Options.threeNodes()))
        .isInstanceOf(EmbeddedPartFailed.class)
        .hasMessageContaining("was made for 1 node(s), not for 3");

    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Options taken = new Options(1, List.of(other.getLocalPort()));
      assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken))
          .isInstanceOf(EmbeddedPartFailed.class)
          .hasMessageContaining("port " + other.getLocalPort() + " on 127.0.0.1 is in use");
    }
    EmbeddedKafka.start(directory, Options.singleNode()).close();
  }
}

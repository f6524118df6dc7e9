package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedCluster.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedClusterIT {
  @TempDir Path directory;

  /** What must be the same after a restart. */
  private record Kept(
      String clusterId,
      String bootstrapServers,
      String registryUrl,
      String rpcUrl,
      Rpc.SchemaIds first,
      Rpc.SchemaIds second) {
    static Kept in(EmbeddedCluster cluster) {
      return new Kept(
          cluster.kafka().clusterId(),
          cluster.kafka().bootstrapServers(),
          cluster.registry().url(),
          cluster.chain().rpcUrl(),
          Rpc.register(cluster.registry(), "First"),
          Rpc.register(cluster.registry(), "Second"));
    }
  }

  @Test
  void goesOnWithItsDataAfterACloseAndAfterAKill() throws Exception {
    Kept before;
    String transaction;
    List<StartEvent> events = new ArrayList<>();
    try (EmbeddedCluster cluster =
        EmbeddedCluster.start(directory, Options.defaults(), events::add)) {
      Records.createTopic(cluster.kafka());
      Records.send(cluster.kafka(), 0, 1_000);
      before = Kept.in(cluster);
      transaction = Rpc.sendWei(cluster.chain());
      await()
          .atMost(Duration.ofSeconds(90))
          .until(() -> Rpc.blockOf(cluster.chain(), transaction) > 0);
    }
    assertThat(before.first()).isNotEqualTo(before.second());
    assertTold(events);

    try (ChildMachine machine = ChildMachine.start("cluster", directory)) {
      assertThatThrownBy(() -> EmbeddedCluster.start(directory))
          .isInstanceOf(EmbeddedPartFailed.class)
          .hasMessageContainingAll("is in use by process " + machine.pid(), "Stop that process");
      machine.kill();
      assertThat(machine.livingChildren()).as("orphans of the killed machine").hasSize(2);

      try (EmbeddedCluster again = EmbeddedCluster.start(directory)) {
        assertThat(machine.livingChildren()).isEmpty();
        assertThat(Kept.in(again)).isEqualTo(before);
        assertThat(Rpc.blockOf(again.chain(), transaction)).isPositive();
        Records.send(again.kafka(), 1_000, 1_500);
        assertThat(Records.readAll(again.kafka())).isEqualTo(Records.numbers(0, 1_500));
      }
    }
  }

  private static void assertTold(List<StartEvent> events) {
    assertThat(events).hasSize(6);
    assertThat(events.subList(0, 2))
        .satisfiesExactly(
            first -> assertThat(first).isEqualTo(new StartEvent.Starting(EmbeddedPart.KAFKA)),
            second -> assertThat(second).isInstanceOf(StartEvent.Ready.class));
    assertThat(events.subList(2, 6))
        .extracting(StartEvent::part)
        .containsExactlyInAnyOrder(
            EmbeddedPart.REGISTRY, EmbeddedPart.REGISTRY, EmbeddedPart.CHAIN, EmbeddedPart.CHAIN);
  }
}

package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Law 4, on a real broker: other processes, other assignments of partitions and other numbers of
 * threads make the same anchors of the same receipts, byte for byte.
 */
class AnchorReplaysIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int PERIODS = 3;
  private static final int RECEIPTS_PER_LANE = 40;

  @TempDir static Path directory;
  private static EmbeddedKafka broker;
  private static LiveLine line;
  private static List<Bytes> anchors;

  @BeforeAll
  static void anchorOnce() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    line = new LiveLine(KafkaAccess.at(broker.bootstrapServers()), directory);
    List<Throwable> failures = new ArrayList<>();
    try (CatalogueFollower catalogue = CatalogueFollower.open(line.kafka(), line.serdes())) {
      StageContext context = line.context(catalogue, failures::add);
      try (RunningStage _ = new AnchorerStage().start(context)) {
        for (int period = 1; period <= PERIODS; period++) {
          int count = period;
          line.sendReceipts(RECEIPTS_PER_LANE);
          await().atMost(PATIENCE).until(() -> line.anchors().size() >= count);
        }
      }
    }
    assertThat(failures).isEmpty();
    anchors = line.replay();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @ParameterizedTest(name = "{0} processes of {1} threads, one killed: {2}")
  @CsvSource({"1, 1, false", "1, 3, false", "3, 1, false", "2, 2, true"})
  void makesTheSameAnchors(int processes, int threads, boolean isOneKilled) throws Exception {
    line.makeAgain(LiveLine.DERIVED);
    String application = "replay-%d-%d-%b".formatted(processes, threads, isOneKilled);
    List<Process> running = new ArrayList<>();
    try {
      for (int instance = 0; instance < processes; instance++) {
        running.add(start(application, instance, threads));
      }
      if (isOneKilled) {
        await().atMost(PATIENCE).until(() -> !line.anchors().isEmpty());
        running.getFirst().destroyForcibly().waitFor();
      }
      await()
          .atMost(PATIENCE)
          .until(() -> line.anchors().size() >= anchors.size() || areDead(running));
    } finally {
      running.forEach(Process::destroyForcibly);
      for (Process process : running) {
        process.waitFor();
      }
    }
    assertThat(line.anchors()).isEqualTo(anchors);
  }

  private static Process start(String application, int instance, int threads) throws IOException {
    return ReplayProcess.start(line.kafka(), directory, application, instance, threads);
  }

  private static boolean areDead(List<Process> processes) {
    return processes.stream().noneMatch(Process::isAlive);
  }
}

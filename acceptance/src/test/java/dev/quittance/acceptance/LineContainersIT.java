package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.embedded.EmbeddedChain;
import dev.quittance.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The line on a broker as it is shipped, in a container: set up by the command line, at work in a
 * process of its own, with the embedded registry (which keeps its schemas on that broker) and
 * devnet. Runs with the profile {@code containers}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LineContainersIT {
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
  private static final int ORDERS = 24;
  private static final int LAST = Order.DEFAULT + 1;

  private final List<AutoCloseable> started = new ArrayList<>();
  private SetUpLine line;
  private Path log;
  private LineProcess process;
  private Gateway gateway;
  private Orders orders;

  @BeforeAll
  void bringTheLineUp(@TempDir Path folder) throws IOException {
    KafkaContainer kafka = started(KafkaInContainer.startOrSkip());
    String brokers = kafka.getBootstrapServers();
    EmbeddedRegistry registry =
        started(EmbeddedRegistry.start(folder.resolve("registry"), brokers));
    EmbeddedChain chain = started(EmbeddedChain.start(folder.resolve("chain")));
    line =
        SetUpLine.on(
            new SetUpLine.Ground(brokers, registry.url(), chain.rpcUrl()), folder.resolve("line"));
    log = folder.resolve("line.log");
    gateway = started(new Gateway(line.gatewayUrl(), line.apiKey()));
    orders = new Orders(line.asset());
    process = atWork();
  }

  @AfterAll
  void endWhatWasStarted() throws Exception {
    if (process != null) {
      process.close();
    }
    for (AutoCloseable part : started.reversed()) {
      part.close();
    }
  }

  @Test
  void everyOrderEndsInASettledReceipt() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      ids.add(gateway.post(orders.good()).orderId());
    }
    String refused = gateway.post(orders.goodBut("budget", "1")).orderId();
    for (String id : ids) {
      JsonNode order = gateway.outcome(id);
      assertThat(order.path("steps").findValuesAsText("verdict"))
          .as(order.toString())
          .containsOnly("COMPLETED");
    }
    assertThat(gateway.outcome(refused).path("status").asText()).isEqualTo("REFUSED");
    gateway.order(ids.getLast(), order -> order.path("status").asText().equals("ANCHORED"));
    assertAuditHolds();
  }

  @Test
  void ordersOutliveTheProcessesThatWorkOnThem() throws IOException {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < ORDERS; i++) {
      ids.add(gateway.post(orders.good()).orderId());
    }
    process.kill();
    process = atWork();
    ids.forEach(gateway::outcome);
    gateway.order(ids.getLast(), order -> order.path("status").asText().equals("ANCHORED"));
    assertAuditHolds();
  }

  @Test
  @Order(LAST)
  void itDrainsAndEndsWithZero() {
    assertThat(process.stop()).as(process.said()).isZero();
  }

  private LineProcess atWork() throws IOException {
    Files.deleteIfExists(log);
    LineProcess fresh = LineProcess.start(line.settingsFile(), log);
    try {
      await("all stages").atMost(START_TIMEOUT).until(fresh::isAtWork);
      return fresh;
    } catch (RuntimeException | Error e) {
      fresh.close();
      throw new AssertionError(e.getMessage() + "\n" + fresh.said(), e);
    }
  }

  private void assertAuditHolds() throws IOException {
    Cli.Outcome audited =
        Cli.run("audit", "-c", line.settingsFile(), "--trust", line.trustFile(), "--json");
    JsonNode audit = Orders.parse(audited.out());
    assertThat(audit.path("audit").asText()).as(audit.toString()).isEqualTo("ok");
  }

  private <T extends AutoCloseable> T started(T part) {
    started.add(part);
    return part;
  }
}

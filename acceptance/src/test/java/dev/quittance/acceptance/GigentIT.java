package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.acceptance.line.AgentProcess;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.acceptance.line.Waiting;
import dev.quittance.acceptance.stub.ChatStub;
import dev.quittance.market.gigent.standin.Faults;
import dev.quittance.market.gigent.standin.Gigent;
import dev.quittance.market.gigent.standin.GigentStandIn;
import dev.quittance.planning.document.Order;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Orders that waited at Gigent before anybody was there, two processes of one agent, a back end
 * that fails and restarts, and kill -9: each order is delivered once, and what was delivered can be
 * checked.
 */
@org.junit.jupiter.api.Order(5)
@ExtendWith(SharedLine.class)
class GigentIT {
  private static final Duration TIMEOUT =
      Duration.ofMinutes(Boolean.getBoolean("quittance.full") ? 60 : 15);
  private static final Duration BETWEEN_FAULTS = Duration.ofSeconds(12);
  private static final Duration DOWN = Duration.ofSeconds(3);
  private static final Faults FAULTS = new Faults(.02, .01, .01, .01, .01, .02, 300);
  private static final List<String> STAGES = List.of("ingest", "planner", "prover", "settler");
  private static final String MODEL_KEY = "sk-planted-model-key-7731";
  private static final String AGENT =
      """
      agent: { name: Chaos Writer, category: writing }
      owner: { wallet: "0x00000000000000000000000000000000000A11ce" }
      runtime: { poll_interval_seconds: 1, max_concurrent_orders: 100 }
      execution:
        provider: openai
        model: stub-1
        api_key: ${CHAOS_MODEL_KEY}
        system_prompt: You write.
      heartbeat: { interval_seconds: 5 }
      """;

  @TempDir Path folder;

  @Test
  void eachOrderIsDeliveredOnceThoughEverythingDies(LineUnderTest line) throws Exception {
    long seed = line.stub().seed();
    int orders = Boolean.getBoolean("quittance.full") ? 10_000 : 500;
    assertThat(line.process("executor", LineUnderTest.FIRST).stop()).isZero();
    try (GigentStandIn gigent = GigentStandIn.start(seed);
        ChatStub model = ChatStub.start(MODEL_KEY, seed)) {
      List<String> placed = queue(gigent.gigent(), orders);
      gigent.setFaults(FAULTS);
      try (AgentProcess a = agent(line, gigent, model, "gigent-a");
          AgentProcess b = agent(line, gigent, model, "gigent-b")) {
        long begun = System.nanoTime();
        a.start();
        b.start();
        List<String> deaths = chaos(line, gigent, List.of(a, b), placed, new Random(seed));
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        gigent.setFaults(Faults.NONE);
        assertThat(gigent.gigent().statuses()).isEqualTo(Map.of("delivered", orders));
        assertOnce(gigent.gigent(), placed);
        assertProven(line, gigent.gigent(), placed.subList(0, 5));
        assertNoKeyIsSaid(a, b);
        System.out.printf(
            "GigentIT, seed %d: %d orders in %d s, %d answers of the model, refusals %s%n  %s%n",
            seed,
            orders,
            took.toSeconds(),
            model.answers(),
            gigent.gigent().effects().refusals(),
            String.join("\n  ", deaths));
        a.awaitReady();
        b.awaitReady();
        assertThat(a.stop()).as("exit code, %s", a.tail()).isZero();
        assertThat(b.stop()).as("exit code, %s", b.tail()).isZero();
      }
    }
  }

  /** Registers the agent as an earlier runtime did, and queues orders for it. */
  private List<String> queue(Gigent gigent, int orders) throws IOException {
    JsonObject registered =
        gigent
            .register(
                new JsonObject()
                    .put("name", "Chaos Writer")
                    .put("owner_wallet", "0x" + "a".repeat(40)))
            .json();
    Files.writeString(folder.resolve("gigent-agent.yaml"), AGENT);
    Files.writeString(
        folder.resolve(".gigent-credentials"),
        new JsonObject()
            .put("agent_id", registered.getString("id"))
            .put("api_key", registered.getString("api_key"))
            .put("registered_at", "2026-01-01T00:00:00Z")
            .encode());
    String gig = gigent.addGig(registered.getString("id"), "An article", 2.5);
    return gigent.addOrders(gig, gigent.addAgent("buyer"), orders, i -> "Write about " + i);
  }

  private AgentProcess agent(
      LineUnderTest line, GigentStandIn gigent, ChatStub model, String instance) {
    return new AgentProcess(
        line.settingsFile(),
        folder.resolve("gigent-agent.yaml"),
        gigent.url(),
        instance,
        Map.of("OPENAI_BASE_URL", model.url(), "CHAOS_MODEL_KEY", MODEL_KEY));
  }

  /** Lets things die by turns until all is delivered. */
  private static List<String> chaos(
      LineUnderTest line,
      GigentStandIn gigent,
      List<AgentProcess> agents,
      List<String> placed,
      Random random)
      throws InterruptedException {
    List<String> deaths = new ArrayList<>();
    long end = System.nanoTime() + TIMEOUT.toNanos();
    int most = 2 + STAGES.size() + agents.size();
    while (delivered(gigent) < placed.size()) {
      if (System.nanoTime() > end) {
        throw new AssertionError(
            "not all is delivered: "
                + gigent.gigent().statuses()
                + "\n"
                + agents.getFirst().tail()
                + "\n"
                + agents.getLast().tail());
      }
      boolean isAtWork = delivered(gigent) > 0;
      if (isAtWork && deaths.size() < most) {
        deaths.add(strike(line, gigent, agents, deaths.size(), random));
      }
      agents.stream().filter(agent -> !agent.isAlive()).forEach(AgentProcess::start);
      STAGES.stream()
          .map(stage -> line.process(stage, LineUnderTest.FIRST))
          .filter(stage -> !stage.isAlive())
          .forEach(StageProcess::start);
      pauseUntilDelivered(gigent, placed.size());
    }
    return deaths;
  }

  private static void pauseUntilDelivered(GigentStandIn gigent, int all) {
    long end = System.nanoTime() + BETWEEN_FAULTS.toNanos();
    while (System.nanoTime() < end && delivered(gigent) < all) {
      Waiting.pause(Duration.ofMillis(250));
    }
  }

  private static String strike(
      LineUnderTest line,
      GigentStandIn gigent,
      List<AgentProcess> agents,
      int number,
      Random random)
      throws InterruptedException {
    int done = delivered(gigent);
    return switch (number % 3) {
      case 0 -> {
        AgentProcess victim = agents.get(random.nextInt(agents.size()));
        victim.kill();
        victim.start();
        yield "an agent's process was killed after " + done + " deliveries";
      }
      case 1 -> {
        gigent.restart(DOWN);
        yield "the back end was restarted after " + done + " deliveries";
      }
      default -> {
        String stage = STAGES.get(random.nextInt(STAGES.size()));
        StageProcess victim = line.process(stage, LineUnderTest.FIRST);
        victim.kill();
        victim.start();
        yield stage + " was killed after " + done + " deliveries";
      }
    };
  }

  private static int delivered(GigentStandIn gigent) {
    return gigent.gigent().statuses().getOrDefault("delivered", 0);
  }

  private static void assertOnce(Gigent gigent, List<String> placed) {
    assertThat(gigent.effects().deliveries()).containsOnlyKeys(placed);
    assertThat(gigent.effects().deliveries().values()).containsOnly(1);
    assertThat(gigent.effects().claims()).containsOnlyKeys(placed);
    assertThat(gigent.effects().claims().values()).containsOnly(1);
  }

  /** What was delivered is the leaf of a receipt that verifies. */
  private void assertProven(LineUnderTest line, Gigent gigent, List<String> ids)
      throws IOException {
    for (String id : ids) {
      JsonObject order = gigent.order(id).json();
      String orderId = Order.orderId("gigent", "gigent", id).hex();
      JsonNode bundle = prove(line, orderId);
      byte[] entry = HexFormat.of().parseHex(bundle.at("/entry/hex").asText().substring(2));
      Path file = Files.writeString(folder.resolve("bundle.json"), bundle.toString());

      assertThat(order.getString("delivery_hash")).isEqualTo("0x" + leafHash(entry));
      assertThat(Cli.run("verify", file, "--trust", line.trustFile(), "--json").exitCode())
          .isZero();
      assertThat(new JsonObject(order.getString("delivery_data")).getString("content"))
          .startsWith("# Done\n\nWrite about ");
    }
  }

  /** The period of a receipt is to be anchored first. */
  private static JsonNode prove(LineUnderTest line, String orderId) {
    List<Cli.Outcome> last = new ArrayList<>();
    Waiting.until(
        "a bundle of " + orderId,
        Duration.ofMinutes(3),
        () -> {
          last.add(Cli.run("prove", orderId, "--step", 0, "-c", line.settingsFile()));
          return last.getLast().exitCode() == 0;
        },
        () -> last.getLast().out());
    return Orders.parse(last.getLast().out());
  }

  /** RFC 6962, section 2.1. */
  private static String leafHash(byte[] entry) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update((byte) 0);
      return HexFormat.of().formatHex(sha256.digest(entry));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void assertNoKeyIsSaid(AgentProcess... agents) {
    for (AgentProcess agent : agents) {
      assertThat(agent.said()).doesNotContain(MODEL_KEY).doesNotContainPattern("sk_[0-9a-f]{48}");
    }
  }
}

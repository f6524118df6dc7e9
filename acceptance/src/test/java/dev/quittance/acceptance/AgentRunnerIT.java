package dev.quittance.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.acceptance.line.LineUnderTest;
import dev.quittance.acceptance.line.Runner;
import dev.quittance.acceptance.line.SharedLine;
import dev.quittance.acceptance.line.StageProcess;
import dev.quittance.receipts.CanonicalJson;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.foreign.AgentRunnerTree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Receipts that a runner of AgentRunner pushes are in bundles that verify, and in roots that its
 * own rules give; the process that takes them dies in between.
 */
@Order(9)
@ExtendWith(SharedLine.class)
@Tag("long")
class AgentRunnerIT {
  private static final int RECEIPTS = 5;
  private static final Runner RUNNER = new Runner(Bytes32.fromHex("0x" + "07".repeat(32)));

  private static final String NOTARY =
      """
      agents:
        - id: notary
          name: Notary
          account: 21
          services:
            - {service: agentrunner-receipt, executor: builtin/agentrunner-receipt, price: "0", etaMs: 100}
      """;

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void pushedReceiptsAreInBundles(LineUnderTest line) throws Exception {
    String apiKey = setUp(line);
    StageProcess market = line.process("market", LineUnderTest.FIRST);
    market.start();
    market.awaitReady();
    try (Gateway gateway = new Gateway(line.gateways().getFirst(), apiKey)) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < RECEIPTS; i++) {
        texts.add(RUNNER.receipt("task-" + i, 1_760_000_000 + i));
        JsonNode answer = push(market, texts.get(i));
        assertThat(answer.path("ok").asBoolean()).as(answer.toString()).isTrue();
        isInABundle(line, gateway, answer.path("order_id").asText(), texts.get(i));
        if (i == RECEIPTS / 2) {
          market.kill();
          market.start();
          market.awaitReady();
        }
      }
      assertThat(push(market, texts.getFirst()).path("duplicate").asBoolean()).isTrue();
      rootIsTheirs(market, texts);
    } finally {
      market.close();
    }
  }

  /** The notary, a tenant and the section of the settings; gives the tenant's API key. */
  private static String setUp(LineUnderTest line) throws IOException {
    Path settings = line.settingsFile();
    Path agents = Files.writeString(line.root().resolve("notary.yaml"), NOTARY);
    run("agents", "register", agents, "-c", settings);
    Files.writeString(
        settings,
        """
        markets:
          agentrunner:
            kind: agentrunner
            tenant: solana-desk
            agent: notary
            asset: "%s"
        """
            .formatted(line.devnet().asset()),
        StandardOpenOption.APPEND);
    String buyer = line.keys().buyer(1).address().toString();
    return run(
            "tenants",
            "add",
            "solana-desk",
            "--name",
            "Desk",
            "--buyer",
            buyer,
            "--policy",
            "open",
            "-c",
            settings)
        .strip();
  }

  private static void isInABundle(LineUnderTest line, Gateway gateway, String orderId, String text)
      throws IOException {
    gateway.order(orderId, order -> order.path("status").asText().equals("ANCHORED"));
    JsonNode receipts = gateway.get("/v1/receipts?order=" + orderId).json().path("receipts");
    assertThat(receipts).as(receipts.toString()).isNotEmpty();
    String bundle = gateway.get(receipts.path(0).path("links").path("bundle").asText()).text();
    Path file = Files.writeString(line.root().resolve("pushed.json"), bundle);
    Cli.Outcome verified = Cli.run("verify", file, "--trust", line.trustFile(), "--json");
    assertThat(verified.exitCode()).as(bundle).isZero();
    String input = JsonNodeFactory.instance.objectNode().put("receipt", text).toString();
    assertThat(Orders.parse(bundle).path("receipt").path("inputHash").asText())
        .as("the bundle commits to the runner's text")
        .isEqualTo(CanonicalJson.hash(input).toString());
  }

  private void rootIsTheirs(StageProcess market, List<String> texts) throws Exception {
    String day = Instant.now().toString().substring(0, 10);
    JsonNode root = send(HttpRequest.newBuilder(at(market, "/roots/" + day)));
    assertThat(root.path("count").asInt()).isEqualTo(texts.size());
    assertThat(root.path("root").asText())
        .isEqualTo(
            AgentRunnerTree.root(
                    texts.stream().map(text -> Keccak256.hash(text.getBytes(UTF_8))).toList())
                .orElseThrow()
                .toString());
    JsonNode replay = send(HttpRequest.newBuilder(at(market, "/replay/receipt/task-1")));
    assertThat(replay.path("verified").asBoolean()).isTrue();
    assertThat(replay.path("text").asText()).isEqualTo(texts.get(1));
  }

  private JsonNode push(StageProcess market, String text) throws Exception {
    return send(
        HttpRequest.newBuilder(at(market, "/receipts"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  private JsonNode send(HttpRequest.Builder request) throws Exception {
    return Orders.parse(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
  }

  private static URI at(StageProcess market, String path) {
    return URI.create(market.url() + "/agentrunner" + path);
  }

  private static String run(Object... arguments) {
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
    return outcome.out();
  }
}

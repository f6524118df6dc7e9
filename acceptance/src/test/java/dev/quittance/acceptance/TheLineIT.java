package dev.quittance.acceptance;

import static dev.quittance.acceptance.Poison.GARBAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.acceptance.Gateway.Answer;
import dev.quittance.acceptance.line.Cli;
import dev.quittance.platform.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.io.TempDir;

/**
 * One demo, used as its users use it, poisoned, stopped, and gone on with. Stopping and going on
 * come last; what comes before them leaves the line as good as it was.
 */
@Order(1)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TheLineIT {
  private static final String TENANT = "northwind-outdoor";
  private static final int FIRST = 1;
  // Tests without an order stand between these.
  private static final int POISON = Order.DEFAULT + 1;
  private static final int LAST = Order.DEFAULT + 2;
  private static final int CHANGES = 40;
  private static final List<String> CHECKS =
      List.of(
          "format",
          "signature",
          "entry",
          "entryPath",
          "anchor",
          "headPath",
          "checkpoint",
          "logPath",
          "chain",
          "disclosure");

  @RegisterExtension
  final TestExecutionExceptionHandler withWhatTheDemoSaid =
      (_, failure) -> {
        throw new AssertionError(failure.getMessage() + "\n\n" + demo().said(), failure);
      };

  private DemoData data;
  private DemoProcess demo;
  private JsonNode result;
  private Gateway gateway;
  private Orders orders;

  @BeforeAll
  void bringTheLineUp(@TempDir Path folder) throws IOException {
    data = new DemoData(folder.resolve("data"));
    demo = DemoProcess.start(data, "--orders", "24");
    result = demo.result();
    gateway = new Gateway(demo.gatewayUrl(), data.apiKey(TENANT));
    orders = new Orders(data.asset());
  }

  @AfterAll
  void endWhatWasStarted() {
    if (gateway != null) {
      gateway.close();
    }
    if (demo != null) {
      demo.close();
    }
  }

  private DemoProcess demo() {
    return demo;
  }

  @Test
  @Order(FIRST)
  void everySampleOrderIsAccountedFor() throws IOException {
    assertCounts(result, Map.of("orders", 24, "completed", 18, "refused", 5, "failed", 1));
    assertCounts(result, Map.of("settled", 24));
    assertThat(result.path("periods").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(result.path("anchored").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(result.path("audit").asText()).isEqualTo("ok");
    assertThat(data.trust()).isRegularFile();
    assertThat(data.bundles()).isNotEmpty();
  }

  @Test
  void malformedJsonIsAnsweredWithItsPlace() {
    Answer answer = gateway.post("{\"budget\": \"1\",\n  oops}");
    assertRefused(answer, 400, "malformed-json");
    assertThat(answer.text()).contains("line 2, column ");
  }

  @Test
  void anUnknownFieldIsNamedByItsPointer() {
    assertFault(gateway.post(orders.goodBut("budgte", "1")), "invalid-order", "/budgte");
  }

  @Test
  void aMissingFieldIsNamedByItsPointer() {
    assertFault(gateway.post(orders.goodBut("deadline", null)), "invalid-order", "/deadline");
  }

  @Test
  void anUnknownKeyIsNobodys() {
    assertRefused(gateway.postWithApiKey(orders.good(), "qk_00"), 401, "unauthorized");
  }

  @Test
  void anUnknownServiceGetsARefusalReceipt() {
    assertEndsRefused(orders.goodBut("service", "translation"), "REFUSED", "unknown-service");
  }

  @Test
  void aForbiddenServiceGetsARefusalReceipt() {
    assertEndsRefused(orders.goodBut("service", "telepathy"), "BLOCKED", "policy-service");
  }

  @Test
  void aPastDeadlineGetsAnExpiryReceipt() {
    assertEndsRefused(
        orders.goodBut("deadline", "2026-01-01T00:00:00Z"), "EXPIRED", "past-deadline");
  }

  @Test
  void aBudgetTooSmallGetsARefusalReceipt() {
    assertEndsRefused(orders.goodBut("budget", "1"), "REFUSED", "budget-too-small");
  }

  @Test
  void aCycleOfStepsIsShown() {
    Answer answer = gateway.post(orders.cyclic());
    assertRefused(answer, 422, "cyclic-steps");
    assertThat(answer.text()).containsPattern("chicken.*egg|egg.*chicken");
  }

  @Test
  void aLongInputMustBeStored() {
    Answer answer = gateway.post(orders.moodOf("good ".repeat(2_000)));
    assertRefused(answer, 422, "invalid-order");
    assertThat(answer.text()).contains("inputRef");
  }

  @Test
  void aLongBodyIsNotRead() {
    assertRefused(gateway.post(orders.moodOf("x".repeat(70_000))), 413, "content-too-large");
  }

  @Test
  void aStoredInputIsWorkedOn() throws Exception {
    byte[] input =
        ("{\"text\": \"" + "A sturdy tent that I love. ".repeat(2_000) + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
    assertRefused(gateway.post(orders.moodOfStored(hash, input.length)), 422, "input-missing");
    assertThat(gateway.putInput(hash, input).status()).isEqualTo(201);
    assertCompletes(gateway.post(orders.moodOfStored(hash, input.length)).orderId());
  }

  @Test
  void theSameRequestTwiceIsOneOrder() {
    String key = UUID.randomUUID().toString();
    String body = orders.good().toString();
    String orderId = gateway.post(body, key).orderId();
    assertThat(gateway.post(body, key).orderId()).isEqualTo(orderId);
    assertRefused(gateway.post(orders.moodOf("another"), key), 422, "idempotency-key-reused");
    assertCompletes(orderId);
  }

  @Test
  void aBundleVerifiesAndNoChangeOfItDoes() throws IOException {
    JsonNode order = gateway.firstOrder("ANCHORED");
    Cli.Outcome proven =
        Cli.run("prove", order.path("orderId").asText(), "--step", 0, "-c", data.settingsFile());
    assertThat(proven.exitCode()).isZero();
    Path file = data.root().resolve("proven.json");
    Files.writeString(file, proven.out());
    assertThat(verify(file).exitCode()).as(proven.out()).isZero();
    String rpc = data.settings().chain().rpc();
    assertThat(Cli.run("verify", file, "--trust", data.trust(), "--rpc", rpc).exitCode()).isZero();

    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < CHANGES; i++) {
      BundleChange change = BundleChange.random(proven.out(), random);
      Files.writeString(file, change.text());
      Cli.Outcome verified = verify(file);
      String about = "seed " + seed + ", change " + i + ": " + change.what();
      assertThat(verified.exitCode()).as(about).isEqualTo(1);
      assertThat(Orders.parse(verified.out()).path("fails").asText()).as(about).isIn(CHECKS);
    }
  }

  /** The checkpoint is the latest when it is asked for, so it and the path to it may differ. */
  @Test
  void theGatewayServesTheBundleThatProveMakes() throws IOException {
    String orderId = gateway.firstOrder("ANCHORED").path("orderId").asText();
    JsonNode receipts = gateway.get("/v1/receipts?order=" + orderId).json().path("receipts");
    assertThat(receipts).isNotEmpty();
    JsonNode proven =
        Orders.parse(Cli.run("prove", orderId, "--step", 0, "-c", data.settingsFile()).out());
    List<JsonNode> served = new ArrayList<>();
    for (JsonNode receipt : receipts) {
      Answer bundle = gateway.get(receipt.path("links").path("bundle").asText());
      assertThat(bundle.status()).as(bundle.text()).isEqualTo(200);
      Path file = data.root().resolve("served.json");
      Files.writeString(file, bundle.text());
      assertThat(verify(file).exitCode()).as(bundle.text()).isZero();
      served.add(withoutCheckpoint(bundle.json()));
    }
    assertThat(served).contains(withoutCheckpoint(proven));
  }

  private static JsonNode withoutCheckpoint(JsonNode bundle) {
    return ((ObjectNode) bundle.deepCopy()).without(List.of("checkpoint", "log"));
  }

  @Test
  @Order(POISON)
  void garbageInTheTopicsStopsNothing() throws Exception {
    Poison poison = new Poison(new KafkaAccess(data.settings().kafka().client()));
    List<String> inboxes = List.of("order-requests", "orders", "plans", "executions");
    for (String topic : inboxes) {
      poison.intoEachLaneOf(topic);
      poison.into(topic, 0, null);
    }
    poison.intoEachLaneOf("receipts");
    poison.into("receipts", 0, null);

    String orderId = gateway.post(orders.good()).orderId();
    gateway.order(orderId, order -> order.path("status").asText().equals("ANCHORED"));
    List<String> garbage = new ArrayList<>(GARBAGE.stream().map(Poison::hex).toList());
    garbage.add(Poison.hex(null));
    for (String topic : inboxes) {
      await(topic + ".dlq")
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(poison.deadLettersOf(topic)).containsAll(garbage));
    }
    JsonNode audit = audit();
    assertThat(audit.path("audit").asText()).as(audit.toString()).isEqualTo("ok");
    assertThat(audit.path("findings").findValuesAsText("code"))
        .filteredOn("L4-REFUSED-RECEIPT"::equals)
        .hasSizeGreaterThanOrEqualTo(GARBAGE.size() + 1);
  }

  @Test
  @Order(LAST)
  void itStopsCleanlyAndGoesOnWhereItWas() throws IOException {
    int anchored = audit().path("anchored").asInt();
    Map<String, Long> lastSeqs = gateway.lastSeqs();
    List<Path> bundles = data.bundles();
    List<ProcessHandle> children = demo.children();
    assertThat(children).as("the registry and the devnet").hasSizeGreaterThanOrEqualTo(2);

    assertThat(demo.stop()).as(demo.said()).isZero();
    assertThat(children).noneMatch(ProcessHandle::isAlive);

    demo = DemoProcess.start(data, "--orders", "12", "--exit");
    JsonNode second = demo.result();
    assertThat(demo.exitCode()).isZero();
    assertCounts(second, Map.of("orders", 12, "settled", 12));
    assertThat(second.path("audit").asText()).isEqualTo("ok");
    List<Path> newBundles = new ArrayList<>(data.bundles());
    newBundles.removeAll(bundles);
    assertThat(newBundles).isNotEmpty();
    for (Path file : newBundles) {
      JsonNode bundle = Orders.parse(Files.readString(file));
      JsonNode receipt = bundle.path("receipt");
      assertThat(receipt.path("seq").asLong())
          .isGreaterThan(lastSeqs.getOrDefault(Gateway.sequence(receipt), -1L));
      int periods = Integer.parseInt(bundle.path("checkpoint").asText().split("\n", -1)[1]);
      assertThat(periods).as("periods under the checkpoint").isGreaterThan(anchored);
    }
    for (Path file : data.bundles()) {
      assertThat(verify(file).exitCode()).as(file.toString()).isZero();
    }
  }

  private Cli.Outcome verify(Path bundle) {
    return Cli.run("verify", bundle, "--trust", data.trust(), "--json");
  }

  private JsonNode audit() {
    return Orders.parse(
        Cli.run("audit", "-c", data.settingsFile(), "--trust", data.trust(), "--json").out());
  }

  private void assertCompletes(String orderId) {
    JsonNode order = gateway.outcome(orderId);
    assertThat(order.path("steps").findValuesAsText("verdict"))
        .as(order.toString())
        .containsOnly("COMPLETED");
  }

  private void assertEndsRefused(Object body, String status, String code) {
    JsonNode order = gateway.outcome(gateway.post(body).orderId());
    assertThat(order.path("status").asText()).as(order.toString()).isEqualTo(status);
    assertThat(order.path("code").asText()).isEqualTo(code);
    assertThat(order.path("message").asText()).isNotBlank();
    assertThat(order.path("receipt").path("seq").isNumber()).as(order.toString()).isTrue();
  }

  private static void assertFault(Answer answer, String problem, String pointer) {
    assertRefused(answer, 422, problem);
    assertThat(answer.json().path("errors").findValuesAsText("pointer")).containsExactly(pointer);
  }

  private static void assertRefused(Answer answer, int status, String problem) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.problem()).isEqualTo(problem);
  }

  private static void assertCounts(JsonNode result, Map<String, Integer> wanted) {
    wanted.forEach(
        (name, count) -> assertThat(result.path(name).asInt()).as(name).isEqualTo(count));
  }
}

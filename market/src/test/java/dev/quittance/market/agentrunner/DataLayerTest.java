package dev.quittance.market.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.platform.admission.Admission.Limits;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.http.Gate;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.foreign.AgentRunnerSubmission;
import dev.quittance.receipts.foreign.AgentRunnerTree;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The data layer over HTTP, as AgentRunner's client asks for it. */
final class DataLayerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 2025-10-09T08:53:20Z. */
  private static final long NOW_MS = 1_760_000_000_000L;

  private static final String DAY = "2025-10-09";
  private static final Runner RUNNER = Runner.of(7);
  private static final Limits GENEROUS = new Limits(1000, 1000, 100, 100, 100);

  @TempDir private Path folder;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Arrivals arrivals = new Arrivals(64L << 20);
  private final MemoryLog log = new MemoryLog();
  private final List<Order> orders = new ArrayList<>();
  private boolean isOrdering = true;
  private long arrivedAtMs = NOW_MS;
  private DirectoryBlobStore blobs;
  private ReceiptDesk desk;
  private HttpHost host;

  /** The topic, with what is appended read at once. */
  private final class MemoryLog implements ArrivalLog {
    private final List<String> texts = new ArrayList<>();
    private boolean isThere = true;

    @Override
    public void append(AgentRunnerSubmission submission, Bytes32 signer, Hash32 orderId)
        throws IOException {
      if (!isThere) {
        throw new IOException("no brokers");
      }
      texts.add(submission.receipt().text());
      arrivals.add(ArrivedReceipt.of(submission, signer, orderId, texts.size() - 1, arrivedAtMs));
    }

    @Override
    public String text(ArrivedReceipt receipt) {
      return texts.get((int) receipt.offset());
    }
  }

  private static AgentRunnerSettings settings(Bytes32... runners) {
    return new AgentRunnerSettings(
        "agentrunner",
        "solana-desk",
        "notary",
        "agentrunner-receipt",
        "0x" + "ab".repeat(20),
        Set.of(runners),
        1_584_368_940,
        400,
        64);
  }

  @BeforeEach
  void open() {
    open(settings(), GENEROUS);
  }

  private void open(AgentRunnerSettings settings, Limits limits) {
    close();
    InstantSource clock = InstantSource.fixed(java.time.Instant.ofEpochMilli(NOW_MS));
    Gate gate = new Gate(limits, clock, _ -> new Gate.Sender(settings.tenant(), null));
    blobs = new DirectoryBlobStore(folder);
    desk =
        new ReceiptDesk(
            settings,
            arrivals,
            log,
            (order, _) -> {
              if (!isOrdering) {
                throw new IOException("no brokers");
              }
              orders.add(order);
            },
            blobs);
    host =
        HttpHost.open(
            "127.0.0.1",
            0,
            List.of(
                new DataLayerRoutes(
                    settings,
                    desk,
                    arrivals,
                    log,
                    new DataLayerRoutes.Intake(gate, Duration.ofMillis(300)),
                    clock)));
  }

  @AfterEach
  void close() {
    if (host != null) {
      host.close();
    }
  }

  private record Answer(int status, JsonNode json) {}

  private Answer send(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + host.port() + "/agentrunner" + path));
  }

  private Answer post(String text) throws Exception {
    return send(
        at("/receipts")
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  private JsonNode get(String path) throws Exception {
    Answer answer = send(at(path));
    assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
    return answer.json();
  }

  private static String swap(int i) {
    return RUNNER.receipt("swap", "task-" + i, 1_760_000_000 + i, "0.0" + (i + 1), 100 * (i + 1));
  }

  @Test
  void aReceiptBecomesAnOrderThatHasItsText() throws Exception {
    String text = swap(0);
    Answer answer = post(text);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("ok").asBoolean()).isTrue();
    assertThat(answer.json().path("duplicate").asBoolean()).isFalse();
    assertThat(answer.json().path("leaf").asText())
        .isEqualTo(Keccak256.hash(text.getBytes(UTF_8)).toString());
    Order order = orders.getFirst();
    assertThat(answer.json().path("order_id").asText()).isEqualTo(order.orderId().toString());
    assertThat(order.budget()).isZero();
    assertThat(order.steps().getFirst().vendors()).containsExactly("notary");
    assertThat(((StepInput.Inline) order.steps().getFirst().input()).json().node().path("receipt"))
        .hasToString(JSON.writeValueAsString(text));
    assertThat(Order.parse(order.canonicalJson())).isEqualTo(new Parsed.Ok<>(order));
  }

  @Test
  void theSameReceiptAgainIsTheSameOrder() throws Exception {
    post(swap(0));
    Answer again = post(swap(0));

    assertThat(again.status()).isEqualTo(200);
    assertThat(again.json().path("duplicate").asBoolean()).isTrue();
    assertThat(orders).hasSize(2);
    assertThat(orders.get(1)).isEqualTo(orders.get(0));
    assertThat(arrivals.size()).isOne();
  }

  @Test
  void aLongReceiptIsStoredBesideItsOrder() throws Exception {
    ObjectNode long1 = RUNNER.unsigned("swap", "long", 1_760_000_000, "1", 1);
    long1.put("note", "\"".repeat(40_000));
    assertThat(post(RUNNER.sign(long1)).status()).isEqualTo(200);

    Order order = orders.getFirst();
    StepInput.Stored stored = (StepInput.Stored) order.steps().getFirst().input();
    assertThat(blobs.get(stored.ref().sha256().bytes())).isPresent();
    assertThat(stored.ref().bytes())
        .isLessThanOrEqualTo(dev.quittance.planning.document.Limits.INPUT_BYTES);
    assertThat(Order.parse(order.canonicalJson())).isEqualTo(new Parsed.Ok<>(order));
    assertThat(post("x".repeat(DataLayerRoutes.RECEIPT_BYTES + 1)).status()).isEqualTo(413);
  }

  @Test
  void aWrongSignatureIsRefusedByItsField() throws Exception {
    Answer answer = post(swap(0).replace("\"0.01\"", "\"0.02\""));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("type").asText()).endsWith("bad-signature");
    assertThat(answer.json().at("/errors/0/pointer").asText()).isEqualTo("/sign/sig");
    assertThat(orders).isEmpty();
    assertThat(arrivals.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 422, invalid-receipt",
    "'{', 422, invalid-receipt",
    "'{}', 422, invalid-receipt",
    "'[1]', 422, invalid-receipt",
  })
  void whatIsNoReceiptIsRefused(String text, int status, String code) throws Exception {
    Answer answer = post(text);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).endsWith(code);
  }

  /** Runners need no key of ours: what they send is within the limits of its tenant. */
  @Test
  void aTenantsLimitsHoldForWhoeverSends() throws Exception {
    open(settings(), new Limits(1, 2, 10, 10, 100));
    assertThat(post(swap(0)).status()).isEqualTo(200);
    assertThat(post(Runner.of(8).receipt("swap", "t", 1, "0", 1)).status()).isEqualTo(200);

    Answer refused = post(Runner.of(9).receipt("swap", "t", 1, "0", 1));

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("type").asText()).endsWith("quota-exceeded");
    assertThat(orders).hasSize(2);
    assertThat(arrivals.size()).isEqualTo(2);
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", host.port())) {
      socket.setSoTimeout(30_000);
      String head = "POST /agentrunner/receipts HTTP/1.1";
      String request = String.join("\r\n", head, "Host: q", "Content-Length: 100", "", "{");
      socket.getOutputStream().write(request.getBytes(UTF_8));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 408 ")
          .contains("request-timeout");
    }
  }

  @Test
  void soManyReadAtTheSameTimeAndNoMore() throws Exception {
    post(swap(0));
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    synchronized (arrivals) {
      for (int i = 0; i <= DataLayerRoutes.READS_AT_ONCE; i++) {
        statuses.add(
            client
                .sendAsync(at("/benchmarks?capability=swap").build(), BodyHandlers.ofString())
                .thenApply(HttpResponse::statusCode));
      }
      assertThat(
              CompletableFuture.anyOf(statuses.toArray(CompletableFuture[]::new))
                  .get(30, TimeUnit.SECONDS))
          .isEqualTo(503);
    }
    List<Integer> all = statuses.stream().map(CompletableFuture::join).sorted().toList();
    assertThat(all.subList(0, DataLayerRoutes.READS_AT_ONCE)).containsOnly(200);
    assertThat(all.getLast()).isEqualTo(503);
    assertThat(get("/benchmarks?capability=swap").path("complete").asBoolean()).isTrue();
  }

  @Test
  void daysWhoseReceiptsWereLetGoHaveNoRoot() throws Exception {
    post(swap(0));
    arrivedAtMs = NOW_MS + 86_400_000;
    ArrivedReceipt large = arrivals.byTask("task-0").orElseThrow();
    for (int i = 0; arrivals.isComplete(); i++) {
      arrivals.add(
          new ArrivedReceipt(
              i,
              arrivedAtMs,
              Keccak256.hash(("leaf" + i).getBytes(UTF_8)),
              large.orderId(),
              large.signer(),
              large.runner(),
              "x".repeat(1 << 20),
              "other-" + i,
              large.whenUnix(),
              large.costUsd(),
              large.latencyMs(),
              true));
    }

    Answer root = send(at("/roots/" + DAY));
    assertThat(root.status()).isEqualTo(404);
    assertThat(root.json().path("type").asText()).endsWith("no-longer-held");
    assertThat(send(at("/replay/receipt/task-0")).status()).isEqualTo(404);
    arrivedAtMs = NOW_MS + 2 * 86_400_000;
    post(swap(1));
    assertThat(get("/roots/2025-10-11").path("count").asInt()).isEqualTo(1);
    assertThat(get("/benchmarks?capability=swap").path("complete").asBoolean(true)).isFalse();
    assertThat(get("/pit?slot=1").path("complete").asBoolean(true)).isFalse();
  }

  @Test
  void onlyKnownRunnersAreTakenWhereSomeAreNamed() throws Exception {
    Runner stranger = Runner.of(8);
    open(settings(RUNNER.publicKey()), GENEROUS);

    Answer refused = post(stranger.receipt("swap", "t", 1, "0", 1));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/runner_pubkey");
    assertThat(post(swap(0)).status()).isEqualTo(200);
  }

  /** The runner that AgentRunner ships names a constant as its key, and signs with its wallet's. */
  @Test
  void aKnownRunnerMayNameAnotherKey() throws Exception {
    open(settings(RUNNER.publicKey()), GENEROUS);
    ObjectNode unsigned = RUNNER.unsigned("swap", "t", 1, "0.01", 1);
    unsigned.put("runner_pubkey", "HNMhpZQuQ3aJ1ePix4Q8afwUxDFmGNC4ReknNgFmNbq3");

    assertThat(post(RUNNER.sign(unsigned)).status()).isEqualTo(200);

    JsonNode input =
        ((StepInput.Inline) orders.getFirst().steps().getFirst().input()).json().node();
    assertThat(input.path("key").asText()).isEqualTo(RUNNER.hexKey());
    assertThat(get("/replay/receipt/t").path("verified").asBoolean()).isTrue();
  }

  @Test
  void nothingIsAcknowledgedBeforeItIsOrdered() throws Exception {
    log.isThere = false;
    assertThat(post(swap(0)).status()).isEqualTo(503);
    assertThat(orders).isEmpty();

    log.isThere = true;
    isOrdering = false;
    assertThat(post(swap(1)).status()).isEqualTo(503);
    desk.orderOwed();
    assertThat(orders).isEmpty();

    isOrdering = true;
    desk.orderOwed();
    assertThat(orders).as("what is written down is ordered").hasSize(1);
    assertThat(post(swap(0)).status()).isEqualTo(200);
    assertThat(post(swap(1)).json().path("duplicate").asBoolean()).isTrue();
  }

  @Test
  void theDaysRootIsOverTextsInTheOrderOfArrival() throws Exception {
    assertThat(get("/roots/" + DAY).path("root").asText()).isEqualTo("0x");
    List<Bytes32> leaves = new ArrayList<>();
    for (int i : new int[] {4, 0, 3, 1, 2}) {
      post(swap(i));
      leaves.add(Keccak256.hash(swap(i).getBytes(UTF_8)));
    }
    post(swap(3));
    arrivedAtMs = NOW_MS + 86_400_000;
    post(swap(5));

    JsonNode root = get("/roots/" + DAY);
    assertThat(root.path("count").asInt()).isEqualTo(5);
    assertThat(root.path("root").asText())
        .isEqualTo(AgentRunnerTree.root(leaves).orElseThrow().toString());
    assertThat(get("/roots/2025-10-10").path("root").asText())
        .isEqualTo(Keccak256.hash(swap(5).getBytes(UTF_8)).toString());
    assertThat(get("/roots/" + DAY + "?runner=" + RUNNER.hexKey()).path("count").asInt())
        .isEqualTo(5);
    assertThat(get("/roots/" + DAY + "?runner=" + Runner.of(8).hexKey()).path("root").asText())
        .isEqualTo("0x");
  }

  @ParameterizedTest
  @CsvSource({"/roots/today", "/roots/2025-13-01", "/pit?slot=-1", "/pit", "/benchmarks"})
  void malformedRequestsAreToldSo(String path) throws Exception {
    Answer answer = send(at(path));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains("Name a");
  }

  @Test
  void aReplayChecksTheTextAndGivesItBack() throws Exception {
    for (int i = 0; i < 5; i++) {
      post(swap(i));
    }
    JsonNode replay = get("/replay/receipt/task-2");

    assertThat(replay.path("verified").asBoolean()).isTrue();
    assertThat(replay.path("text").asText()).isEqualTo(swap(2));
    assertThat(replay.path("receipt")).isEqualTo(JSON.readTree(swap(2)));
    assertThat(replay.path("index").asInt()).isEqualTo(2);
    List<Bytes32> proof = new ArrayList<>();
    replay.path("proof").forEach(sibling -> proof.add(Bytes32.fromHex(sibling.asText())));
    assertThat(
            AgentRunnerTree.verify(
                Keccak256.hash(swap(2).getBytes(UTF_8)),
                proof,
                Bytes32.fromHex(replay.path("root").asText())))
        .isTrue();
    assertThat(get("/replay/receipt/" + replay.path("leaf").asText())).isEqualTo(replay);
    assertThat(send(at("/replay/receipt/nobody")).status()).isEqualTo(404);
  }

  @Test
  void benchmarksAreOfOneCapability() throws Exception {
    IntStream.range(0, 5).forEach(i -> postQuietly(swap(i)));
    postQuietly(RUNNER.receipt("rebalance", "r", 1_760_000_000, "9", 9_000));

    JsonNode swap = get("/benchmarks?capability=swap");
    assertThat(swap.path("count").asInt()).isEqualTo(5);
    assertThat(swap.path("median_price_usd").asDouble()).isEqualTo(0.03);
    assertThat(swap.path("p95_price_usd").asDouble()).isEqualTo(0.05);
    assertThat(swap.path("median_latency_ms").asInt()).isEqualTo(300);
    assertThat(swap.path("p95_latency_ms").asInt()).isEqualTo(500);
    assertThat(swap.path("agents")).hasSize(1);
    JsonNode none = get("/benchmarks?capability=nothing");
    assertThat(none.path("count").asInt()).isZero();
    assertThat(none.path("median_price_usd").isNull()).isTrue();
  }

  private void postQuietly(String text) {
    try {
      post(text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPointInTimeKnowsWhatHadArrived() throws Exception {
    long slot = (NOW_MS / 1000 - 1_584_368_940) * 1000 / 400;
    post(swap(0));
    arrivedAtMs = NOW_MS + 1_000;
    post(swap(1));

    JsonNode then = get("/pit?slot=" + slot);
    assertThat(then.path("count").asInt()).isOne();
    assertThat(then.path("root").asText())
        .isEqualTo(Keccak256.hash(swap(0).getBytes(UTF_8)).toString());
    assertThat(get("/pit?slot=" + (slot + 3)).path("count").asInt()).isEqualTo(2);
    assertThat(get("/pit?slot=" + (slot - 1)).path("root").asText()).isEqualTo("0x");
    assertThat(then.at("/capabilities/0/last_task_id").asText()).isEqualTo("task-0");
  }
}

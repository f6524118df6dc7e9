package dev.quittance.market.agentl2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.quittance.market.RunningMarket;
import dev.quittance.market.agentl2.input.BuyerSignature;
import dev.quittance.market.agentl2.standin.AgentL2Devnet;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.StepInput;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import io.vertx.core.http.HttpMethod;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.Sign;
import org.web3j.utils.Numeric;

/** What orders work on: their services' payloads, and the inputs that their buyers put. */
final class AgentL2InputsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String BUYER = AgentL2Devnet.BUYERS.getFirst();

  /** The second account of anvil's public test mnemonic. */
  private static final Credentials BUYERS_KEY =
      Credentials.create("0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");

  @TempDir static Path directory;
  private static AgentL2Line line;

  @BeforeAll
  static void start() throws Exception {
    line = new AgentL2Line(directory);
  }

  @AfterAll
  static void stop() {
    line.close();
  }

  private static Bytes32 order(Bytes32 service) throws Exception {
    String sent = line.devnet.order(BUYER, service, 1, line.devnet.now() + 3_600);
    return await()
        .atMost(PATIENCE)
        .until(() -> line.devnet.orderOf(sent), java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static StepInput inputOf(Bytes32 order) {
    var body =
        await()
            .atMost(PATIENCE)
            .until(
                () ->
                    line.read(Topics.ORDER_REQUESTS).stream()
                        .map(read -> java.util.Objects.requireNonNull(read.value().getBody()))
                        .filter(each -> each.getSourceId().equals(order.toString()))
                        .findFirst(),
                java.util.Optional::isPresent)
            .orElseThrow();
    return switch (Order.parse(AvroValues.bytes(body.getOrder()))) {
      case Parsed.Ok<Order>(Order document) -> document.steps().getFirst().input();
      case Parsed.Bad<Order> bad -> throw new AssertionError(bad.message());
    };
  }

  @Test
  void theServicesPayloadIsTheInputAndNothingWhereItCannotBeRead() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/payload.json",
        exchange -> {
          byte[] body = "{ \"text\": \"hello\" }".getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    String base = "http://127.0.0.1:" + server.getAddress().getPort();
    String seller = line.seller().address().toString();
    Bytes32 served = order(line.devnet.service(seller, "served", base + "/payload.json"));
    Bytes32 missing = order(line.devnet.service(seller, "missing", base + "/none"));
    Bytes32 metadata =
        order(line.devnet.service(seller, "metadata", "http://169.254.169.254/latest/meta-data"));
    try (RunningMarket _ = line.start("one", Map.of())) {
      assertThat(inputOf(served)).hasToString("Inline[json={\"text\":\"hello\"}]");
      assertThat(inputOf(missing)).hasToString("Inline[json={}]");
      assertThat(inputOf(metadata)).hasToString("Inline[json={}]");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void anInputIsCommittedByItsHashAndTakenOnlyBeforeTheOrderIsHandedIn() throws Exception {
    Bytes32 service = line.devnet.service(line.seller().address().toString(), "text", "");
    try (RunningMarket market = line.start("one", Map.of("waitForInputMs", 20_000));
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(market.routes()));
        BlockingHttp http = new BlockingHttp(60_000)) {
      Bytes32 plain = order(service);
      assertThat(put(http, host, plain, "{\"text\":1}", "").status()).isEqualTo(201);
      assertThat(inputOf(plain)).isEqualTo(stored("{\"text\":1}"));
      assertThat(put(http, host, plain, "{\"text\":2}", "").status()).isEqualTo(409);

      Bytes32 signed = order(service);
      assertThat(put(http, host, signed, "{\"text\":", "").status()).isEqualTo(422);
      assertThat(put(http, host, signed, "[4]", sign(signed, "[3]")).status()).isEqualTo(401);
      assertThat(put(http, host, signed, "[4]", sign(signed, "[4]")).status()).isEqualTo(201);
      assertThat(inputOf(signed)).isEqualTo(stored("[4]"));

      Bytes32 unknown = Bytes32.fromHex("0x" + "ab".repeat(32));
      assertThat(put(http, host, unknown, "{}", "").status()).isEqualTo(404);
      assertThat(
              http.send(
                      HttpMethod.GET,
                      "http://127.0.0.1:%d/v1/results/%s"
                          .formatted(host.port(), Hash32.sha256("[4]".getBytes(UTF_8))),
                      Map.of(),
                      null)
                  .status())
          .as("inputs are no results")
          .isEqualTo(404);
    }
    assertThat(line.failures).isEmpty();
  }

  /** Such as one of the follower of another marketplace, whose process was killed. */
  @Test
  void anInputBehindSomebodysOpenTransactionIsTheOrdersToo() throws Exception {
    Bytes32 service = line.devnet.service(line.seller().address().toString(), "behind", "");
    try (RunningMarket market = line.start("one", Map.of("waitForInputMs", 10_000));
        HttpHost host = HttpHost.open("127.0.0.1", 0, List.of(market.routes()));
        BlockingHttp http = new BlockingHttp(90_000);
        Producer<byte[], byte[]> killed = line.openTransactionIn(Topics.MARKET_CURSORS)) {
      Bytes32 order = order(service);
      assertThat(put(http, host, order, "[5]", "").status()).isEqualTo(201);
      assertThat(inputOf(order)).isEqualTo(stored("[5]"));
      assertThat(killed).isNotNull();
    }
    assertThat(line.failures).isEmpty();
  }

  private static StepInput stored(String body) {
    byte[] bytes = body.getBytes(UTF_8);
    return new StepInput.Stored(
        new dev.quittance.planning.document.InputRef(Hash32.sha256(bytes), bytes.length));
  }

  private static String sign(Bytes32 order, String body) {
    byte[] text = BuyerSignature.text(order, Hash32.sha256(body.getBytes(UTF_8))).getBytes(UTF_8);
    Sign.SignatureData signature = Sign.signPrefixedMessage(text, BUYERS_KEY.getEcKeyPair());
    return Numeric.toHexString(signature.getR())
        + Numeric.toHexStringNoPrefix(signature.getS())
        + Numeric.toHexStringNoPrefix(signature.getV());
  }

  private static BlockingHttp.Answer put(
      BlockingHttp http, HttpHost host, Bytes32 order, String body, String signature)
      throws Exception {
    return http.send(
        HttpMethod.PUT,
        "http://127.0.0.1:%d/v1/orders/%s/input".formatted(host.port(), order),
        signature.isEmpty() ? Map.of() : Map.of(AgentL2Routes.SIGNATURE, signature),
        body.getBytes(UTF_8));
  }
}

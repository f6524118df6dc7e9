package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.http.OpenApiContract;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the gateway gives every answer that the published document has for it. */
class GatewayContractTest {
  private static final String STEPS =
      "{\"asset\":\"%s\",\"budget\":\"1\",\"deadline\":\"1767614400000\",\"steps\":[%s]}";

  @TempDir private Path directory;

  @Test
  void everyDocumentedAnswerIsGivenAsDocumented() throws IOException {
    try (GatewayServer server = new GatewayServer(directory, true)) {
      orders(server);
      refusedOrders(server);
      inputs(server);
      server.send(server.anonymous("/v1/openapi.yaml"));
      server.producer.sendException = new IllegalStateException("no broker");
      order(server, Samples.body("text"));

      OpenApiContract contract = server.contract;
      Set<String> served = OpenApiContract.served(server.gateway);
      Set<String> described = new TreeSet<>(contract.operations());
      described.removeIf(
          name -> !served.contains(contract.anonymous(Set.of(name)).iterator().next()));
      assertThat(contract.anonymous(described)).isEqualTo(served);
      assertThat(contract.unseen(described)).isEmpty();
    }
  }

  private static void orders(GatewayServer server) {
    order(server, Samples.body("text"), "Idempotency-Key", "one");
    order(server, Samples.body("other"), "Idempotency-Key", "one");
    order(server, Samples.body("text"), "Idempotency-Key", "\"");
    for (String authorization : new String[] {"Bearer nobody", "Bearer " + Samples.SLEEPY_KEY}) {
      HttpRequest.Builder request =
          server.anonymous("/v1/orders").header("Authorization", authorization);
      server.send(request.POST(BodyPublishers.ofString("{}")));
    }
    server.send(server.to("/v1/orders").POST(BodyPublishers.ofString("{}")));
  }

  private static void refusedOrders(GatewayServer server) {
    order(server, "{");
    order(server, "{}");
    order(server, "\"" + "x".repeat(64 * 1024) + "\"");
    order(server, STEPS.formatted(Samples.ASSET, step("a", "\"{{a.output}}\"")));
    order(server, STEPS.formatted(Samples.ASSET, step("a", "\"{{b.output}}\"")));
    String stored =
        "{\"name\":\"a\",\"service\":\"s\",\"inputRef\":{\"sha256\":\"0x%s\",\"bytes\":1}}";
    order(server, STEPS.formatted(Samples.ASSET, stored.formatted("0".repeat(64))));
  }

  private static String step(String name, String input) {
    return "{\"name\":\"%s\",\"service\":\"s\",\"input\":%s}".formatted(name, input);
  }

  private void inputs(GatewayServer server) throws IOException {
    put(server, hash("1"), "1", Samples.ACME_KEY);
    put(server, hash("1"), "1", Samples.ACME_KEY);
    put(server, hash("1"), "2", Samples.ACME_KEY);
    put(server, hash("{"), "{", Samples.ACME_KEY);
    put(server, "00", "1", Samples.ACME_KEY);
    put(server, hash("1"), "1", "nobody");
    put(server, hash("1"), "1", Samples.SLEEPY_KEY);
    put(server, hash("1"), "\"" + "x".repeat(256 * 1024) + "\"", Samples.ACME_KEY);
    Path inTheWay = Files.createFile(directory.resolve(hash("[3]").substring(2, 4)));
    put(server, hash("[3]"), "[3]", Samples.ACME_KEY);
    Files.delete(inTheWay);
  }

  private static String hash(String text) {
    return Hash32.sha256(text.getBytes(UTF_8)).hex();
  }

  private static void put(GatewayServer server, String hash, String body, String key) {
    server.send(
        server
            .anonymous("/v1/inputs/" + hash)
            .header("Authorization", "Bearer " + key)
            .PUT(BodyPublishers.ofString(body)));
  }

  private static void order(GatewayServer server, String body, String... headers) {
    server.order(body.getBytes(UTF_8), headers);
  }
}

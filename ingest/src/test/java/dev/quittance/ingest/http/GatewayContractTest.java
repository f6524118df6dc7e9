package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.admission.Admission;
import dev.quittance.platform.http.OpenApiContract;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the gateway gives every answer that the published document has for it. */
class GatewayContractTest {
  private static final String STEPS =
      "{\"asset\":\"%s\",\"budget\":\"1\",\"deadline\":\"1767614400000\",\"steps\":[%s]}";

  private static final Admission.Limits RARE = new Admission.Limits(1, 1, 10, 10, 100);
  private static final Admission.Limits ONE = new Admission.Limits(100_000, 100_000, 1, 10, 100);

  @TempDir private Path directory;

  @Test
  void everyDocumentedAnswerIsGivenAsDocumented() throws IOException {
    try (GatewayServer server = new GatewayServer(directory, true)) {
      orders(server);
      refusedOrders(server);
      inputs(server);
      server.send(server.anonymous("/v1/openapi.yaml"));
      slowBodies(server);
      overloaded(server);
      server.producer.sendException = new IllegalStateException("no broker");
      order(server, Samples.body("text"));
      quotas(server.contract);

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
    for (String authorization :
        List.of("Bearer nobody", "Bearer " + Samples.SLEEPY_KEY, "Bearer " + Samples.READER_KEY)) {
      HttpRequest.Builder request =
          server.anonymous("/v1/orders").header("Authorization", authorization);
      server.send(request.POST(BodyPublishers.ofString("{}")));
    }
    server.send(server.to("/v1/orders").POST(BodyPublishers.ofString("{}")));
  }

  /** Headers and a part of the body, then nothing. */
  private static void slowBodies(GatewayServer server) {
    for (String line : List.of("POST /v1/orders", "PUT /v1/inputs/" + hash("1"))) {
      server.contract.check(
          server.stalled(line, Samples.ACME_KEY), line.substring(0, line.indexOf(' ')));
    }
  }

  private static void overloaded(GatewayServer server) {
    server.backlog.set(1_000_000);
    await(() -> order(server, Samples.body("text")).statusCode() == 503);
    put(server, hash("1"), "1", Samples.ACME_KEY);
    server.backlog.set(0);
    await(() -> order(server, Samples.body("text")).statusCode() == 202);
  }

  private void quotas(OpenApiContract contract) {
    try (GatewayServer server = new GatewayServer(directory, true, RARE, contract)) {
      order(server, Samples.body("text"));
      await(() -> order(server, Samples.body("text")).body().contains("quota-exceeded"));
      await(() -> put(server, hash("1"), "1", Samples.ACME_KEY).body().contains("quota-exceeded"));
    }
    // A silent broker leaves a request in flight for a while.
    try (GatewayServer server = new GatewayServer(directory, false, ONE, contract)) {
      Supplier<HttpResponse<String>> order = () -> order(server, Samples.body("text"));
      Supplier<HttpResponse<String>> put = () -> put(server, hash("1"), "1", Samples.ACME_KEY);
      for (Supplier<HttpResponse<String>> second : List.of(order, put)) {
        AtomicReference<CompletableFuture<?>> first =
            new AtomicReference<>(CompletableFuture.supplyAsync(order));
        await(() -> {
          if (first.get().isDone()) {
            first.set(CompletableFuture.supplyAsync(order));
          }
          return second.get().body().contains("too-many-in-flight");
        });
        first.get().join();
      }
    }
  }

  private static void await(BooleanSupplier condition) {
    Instant end = Instant.now().plusSeconds(60);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static void refusedOrders(GatewayServer server) {
    order(server, "{");
    order(server, "{}");
    order(server, "\"" + "x".repeat(64 * 1024) + "\"");
    order(server, STEPS.formatted(Samples.ASSET, step("a", "\"{{a.output}}\"")));
    order(server, STEPS.formatted(Samples.ASSET, step("a", "\"{{b.output}}\"")));
    order(
        server,
        Samples.body("text")
            .replace("\"asset\"", "\"signature\":\"0x" + "1".repeat(128) + "1b\",\"asset\""));
    String stored =
        "{\"name\":\"a\",\"service\":\"s\",\"inputRef\":{\"sha256\":\"0x%s\",\"bytes\":1}}"
            .formatted("0".repeat(64));
    order(server, STEPS.formatted(Samples.ASSET, stored));
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
    put(server, hash("1"), "1", Samples.READER_KEY);
    put(server, hash("1"), "\"" + "x".repeat(256 * 1024) + "\"", Samples.ACME_KEY);
    Path inTheWay = Files.createFile(directory.resolve(hash("[3]").substring(2, 4)));
    put(server, hash("[3]"), "[3]", Samples.ACME_KEY);
    Files.delete(inTheWay);
  }

  private static String hash(String text) {
    return Hash32.sha256(text.getBytes(UTF_8)).hex();
  }

  private static HttpResponse<String> put(
      GatewayServer server, String hash, String body, String key) {
    return server.send(
        server
            .anonymous("/v1/inputs/" + hash)
            .header("Authorization", "Bearer " + key)
            .PUT(BodyPublishers.ofString(body)));
  }

  private static HttpResponse<String> order(GatewayServer server, String body, String... headers) {
    return server.order(body.getBytes(UTF_8), headers);
  }
}

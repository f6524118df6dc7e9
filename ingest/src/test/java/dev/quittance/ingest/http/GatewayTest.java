package dev.quittance.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.OrderPromises;
import dev.quittance.ingest.Samples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.OrderSubmitted;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {
  @TempDir private Path directory;
  private GatewayServer server;

  @BeforeEach
  void start() {
    server = new GatewayServer(directory, true);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> order(String body, String... headers) {
    return server.order(body.getBytes(UTF_8), headers);
  }

  private static JsonObject problem(HttpResponse<String> response, int status, String code) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("type")).isEqualTo("urn:quittance:problem:" + code);
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("detail")).isNotBlank();
    return problem;
  }

  private static String pointers(JsonObject problem) {
    JsonArray errors = problem.getJsonArray("errors");
    return errors.stream()
        .map(error -> ((JsonObject) error).getString("pointer"))
        .toList()
        .toString();
  }

  @Test
  void aValidTraceGoesWithTheOrderAndIsAnswered() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    HttpResponse<String> response = order(Samples.body("text"), "traceparent", trace);

    assertThat(response.headers().firstValue("traceparent")).contains(trace);
    assertThat(TraceParent.of(server.producer.history().getFirst().headers()))
        .contains(new TraceParent(trace));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"})
  void withoutAValidTraceANewOneIsMade(String trace) {
    HttpResponse<String> response =
        trace.isEmpty()
            ? order(Samples.body("text"))
            : order(Samples.body("text"), "traceparent", trace);

    assertThat(response.headers().firstValue("traceparent"))
        .contains(GatewayServer.FRESH_TRACE.value());
    assertThat(TraceParent.of(server.producer.history().getFirst().headers()))
        .contains(GatewayServer.FRESH_TRACE);
  }

  @Test
  void takesAnOrderOnceItIsWritten() {
    Order order = Samples.order("acme", "key-1", "text");

    HttpResponse<String> response = order(Samples.body("text"), "Idempotency-Key", "\"key-1\"");

    assertThat(response.statusCode()).isEqualTo(202);
    String self = "/v1/orders/" + order.orderId();
    OrderPromises.Promise promise =
        Samples.PROMISES.of(order.orderId(), order.hash(), Samples.NOW_MS);
    assertThat(response.headers().firstValue("Location")).contains(self);
    assertThat(new JsonObject(response.body()))
        .isEqualTo(
            new JsonObject()
                .put("orderId", order.orderId().hex())
                .put("requestId", order.requestId().hex())
                .put("status", "RECEIVED")
                .put("links", new JsonObject().put("self", self))
                .put(
                    "acknowledgement",
                    new JsonObject()
                        .put("orderId", order.orderId().toString())
                        .put("orderHash", order.hash().toString())
                        .put("acceptedAt", Long.toString(Samples.NOW_MS))
                        .put("maxMergeDelayMs", "86400000")
                        .put("signature", promise.signature().toBytes().toString())));
    ProducerRecord<byte[], byte[]> written = server.producer.history().getFirst();
    assertThat(written.key()).isEqualTo(order.orderId().bytes());
    OrderSubmitted submitted = submitted(written);
    assertThat(AvroValues.bytes(submitted.getOrder())).isEqualTo(order.canonicalJson());
    assertThat(submitted.getSource()).isEqualTo("http");
    assertThat(submitted.getSubmittedAt()).isEqualTo(Samples.NOW_MS);
  }

  private static OrderSubmitted submitted(ProducerRecord<byte[], byte[]> written) {
    return WireFormat.decode(written.value(), Topics.ORDER_REQUESTS.schema(), Topics.ORDER_REQUESTS)
        .orElseThrow()
        .getBody();
  }

  @Test
  void answersTheSameKeyAndContentAlike() {
    HttpResponse<String> first = order(Samples.body("text"), "Idempotency-Key", "\"key 1\"");
    HttpResponse<String> again = order(Samples.body("text"), "Idempotency-Key", "\"key 1\"");

    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
  }

  @Test
  void tellsAKeyWithOtherContent() {
    order(Samples.body("text"), "Idempotency-Key", "key-1");

    problem(
        order(Samples.body("other"), "Idempotency-Key", "key-1"), 422, "idempotency-key-reused");
    assertThat(server.producer.history()).hasSize(1);
  }

  @Test
  void makesANewOrderOfEachRequestWithoutKey() {
    HttpResponse<String> first = order(Samples.body("text"));
    HttpResponse<String> second = order(Samples.body("text"));

    assertThat(new JsonObject(first.body()).getString("orderId"))
        .isNotEqualTo(new JsonObject(second.body()).getString("orderId"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"", "two words", "\"a\\b\"", "\"\"", "\"ab", "a\"b"})
  void refusesMalformedKeys(String key) {
    problem(order(Samples.body("text"), "Idempotency-Key", key), 400, "idempotency-key-malformed");
  }

  @Test
  void refusesLongAndRepeatedKeys() {
    problem(
        order(Samples.body("text"), "Idempotency-Key", "k".repeat(129)),
        400,
        "idempotency-key-malformed");
    problem(
        order(Samples.body("text"), "Idempotency-Key", "a", "Idempotency-Key", "b"),
        400,
        "idempotency-key-malformed");
    assertThat(order(Samples.body("text"), "Idempotency-Key", "k".repeat(128)).statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer wrong-key, 401, unauthorized",
    "Basic YTpi, 401, unauthorized",
    "Bearer, 401, unauthorized",
    "Bearer sleepy-key, 403, tenant-suspended"
  })
  void refusesWhoMayNotOrder(String authorization, int status, String code) {
    HttpResponse<String> response =
        server.send(
            server
                .anonymous("/v1/orders")
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Samples.body("text"))));

    problem(response, status, code);
    assertThat(response.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
    assertThat(server.producer.history()).isEmpty();
  }

  @Test
  void refusesWhoHasNoKey() {
    HttpResponse<String> response =
        server.send(server.anonymous("/v1/orders").POST(BodyPublishers.ofString("{}")));

    problem(response, 401, "unauthorized");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"quittance\"");
  }

  @Test
  void wantsJson() {
    problem(
        server.send(
            server
                .to("/v1/orders")
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(Samples.body("text")))),
        415,
        "unsupported-media-type");
    problem(
        server.send(server.to("/v1/orders").POST(BodyPublishers.ofString(Samples.body("text")))),
        415,
        "unsupported-media-type");
    assertThat(
            server
                .send(
                    server
                        .to("/v1/orders")
                        .header("Content-Type", "Application/JSON; charset=utf-8")
                        .POST(BodyPublishers.ofString(Samples.body("text"))))
                .statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\":1,\n \"a\":2}", "nul", "{} {}"})
  void tellsJsonThatDoesNotParse(String body) {
    JsonObject problem = problem(order(body), 400, "malformed-json");

    assertThat(problem.getJsonArray("errors")).isNotEmpty();
  }

  @Test
  void tellsLineAndColumn() {
    JsonObject problem = problem(order("{\n  \"budget\": oops}"), 400, "malformed-json");

    assertThat(problem.getJsonArray("errors").encode()).contains("line 2, column");
  }

  @Test
  void listsEveryRuleThatIsBroken() {
    JsonObject problem =
        problem(
            order("{\"service\":\"extraction\",\"input\":1,\"asset\":\"0x12\",\"more\":true}"),
            422,
            "invalid-order");

    assertThat(pointers(problem)).isEqualTo("[/asset, /budget, /deadline, /more]");
  }

  @Test
  void tellsCyclicAndUnknownSteps() {
    String steps =
        "{\"asset\":\"%s\",\"budget\":\"1\",\"deadline\":\"1767614400000\",\"steps\":[%s]}";
    String cycle =
        "{\"name\":\"a\",\"service\":\"s\",\"input\":\"{{b.output}}\"},"
            + "{\"name\":\"b\",\"service\":\"s\",\"input\":1,\"needs\":[\"a\"]}";
    String unknown =
        "{\"name\":\"a\",\"service\":\"s\",\"input\":1},"
            + "{\"name\":\"b\",\"service\":\"s\",\"input\":1,\"needs\":[\"z\"]}";

    JsonObject cyclic = problem(order(steps.formatted(Samples.ASSET, cycle)), 422, "cyclic-steps");
    JsonObject dangling =
        problem(order(steps.formatted(Samples.ASSET, unknown)), 422, "unknown-step");

    assertThat(cyclic.getJsonArray("errors").encode()).contains("a → b → a");
    assertThat(pointers(dangling)).isEqualTo("[/steps/1]");
  }

  @Test
  void limitsTheBody() {
    problem(order("\"" + "x".repeat(64 * 1024) + "\""), 413, "content-too-large");
  }

  @Test
  void wantsInputsBeforeTheyAreCited() {
    byte[] input = "{\"text\":\"stored\"}".getBytes(UTF_8);
    String sha256 = Hash32.sha256(input).hex();
    String body =
        """
        {"service":"extraction","inputRef":{"sha256":"%s","bytes":%d},"asset":"%s",\
        "budget":"1","deadline":"1767614400000"}\
        """;
    String good = body.formatted(sha256, input.length, Samples.ASSET);

    problem(order(good), 422, "input-missing");
    assertThat(put(sha256, input).statusCode()).isEqualTo(201);
    assertThat(order(good).statusCode()).isEqualTo(202);
    problem(order(body.formatted(sha256, 3, Samples.ASSET)), 422, "input-missing");
  }

  private HttpResponse<String> put(String sha256, byte[] input) {
    return server.send(server.to("/v1/inputs/" + sha256).PUT(BodyPublishers.ofByteArray(input)));
  }

  @Test
  void storesInputsByTheirHash() {
    byte[] input = "[1,2]".getBytes(UTF_8);
    String sha256 = Hash32.sha256(input).hex();

    assertThat(put(sha256.substring(2), input).statusCode()).isEqualTo(201);
    HttpResponse<String> again = put(sha256, input);

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(again.body()))
        .isEqualTo(new JsonObject().put("sha256", sha256).put("bytes", 5));
    assertThat(server.blobs.get(Hash32.sha256(input).bytes())).contains(input);
  }

  @Test
  void refusesInputsThatAreNotWhatTheySay() {
    byte[] input = "[1,2]".getBytes(UTF_8);
    byte[] noJson = "[1,".getBytes(UTF_8);
    byte[] deep = ("[".repeat(40) + "]".repeat(40)).getBytes(UTF_8);
    byte[] large = ("\"" + "x".repeat(256 * 1024) + "\"").getBytes(UTF_8);

    problem(put("0x12", input), 400, "malformed-hash");
    problem(put("0x" + "0".repeat(64), input), 422, "hash-mismatch");
    problem(put(Hash32.sha256(noJson).hex(), noJson), 422, "malformed-input");
    problem(put(Hash32.sha256(deep).hex(), deep), 422, "malformed-input");
    problem(put(Hash32.sha256(large).hex(), large), 413, "content-too-large");
    problem(
        server.send(server.anonymous("/v1/inputs/00").PUT(BodyPublishers.ofByteArray(input))),
        401,
        "unauthorized");
    assertThat(server.blobs.contains(Hash32.sha256(noJson).bytes())).isFalse();
  }

  @Test
  void saysWhenThereIsNoRoomForAnInput() throws IOException {
    byte[] input = "[3]".getBytes(UTF_8);
    String sha256 = Hash32.sha256(input).hex();
    Path inTheWay = Files.createFile(directory.resolve(sha256.substring(2, 4)));

    problem(put(sha256, input), 507, "insufficient-storage");
    Files.delete(inTheWay);

    assertThat(put(sha256, input).statusCode()).isEqualTo(201);
  }

  @Test
  void saysWhenTheBrokerRefuses() {
    server.producer.sendException = new IllegalStateException("no broker");

    HttpResponse<String> response = order(Samples.body("text"));

    problem(response, 503, "not-acknowledged");
    assertThat(response.headers().firstValue("Retry-After")).contains("2");
  }

  @Test
  void saysWhenTheBrokerIsSilentAndTakesTheOrderAgain() {
    try (GatewayServer silent = new GatewayServer(directory, false)) {
      byte[] body = Samples.body("text").getBytes(UTF_8);

      problem(silent.order(body, "Idempotency-Key", "key-1"), 503, "not-acknowledged");
      problem(silent.order(body, "Idempotency-Key", "key-1"), 503, "not-acknowledged");

      assertThat(silent.producer.history()).hasSize(2);
    }
  }

  @Test
  void answersOtherPathsAndMethods() {
    problem(server.send(server.to("/v1/other").GET()), 404, "not-found");
    problem(server.send(server.to("/v1/orders").DELETE()), 405, "method-not-allowed");
  }
}

package dev.quittance.market.agentl2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.market.agentl2.deliver.Results;
import dev.quittance.market.agentl2.input.InputDesk.Answer;
import dev.quittance.platform.blob.DirectoryBlobStore;
import dev.quittance.platform.http.HttpHost;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What anybody may send takes so much of the process and no more. */
final class AgentL2RoutesTest {
  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch chain = new CountDownLatch(1);
  private volatile Answer answer = new Answer.Unknown();
  @TempDir private Path folder;
  private HttpHost host;

  @BeforeEach
  void open() {
    answer = new Answer.Late("it is closed");
    AgentL2Routes routes =
        new AgentL2Routes(
            (_, body, _) -> {
              if (body.length > 1) {
                chain.await();
              }
              return answer;
            },
            new Results(
                (_, _) -> Optional.empty(), new DirectoryBlobStore(folder), Optional.empty()),
            Duration.ofMillis(300));
    host = HttpHost.open("127.0.0.1", 0, List.of(routes));
  }

  @AfterEach
  void close() {
    chain.countDown();
    host.close();
    client.close();
  }

  private CompletableFuture<HttpResponse<String>> put(String body) {
    String path = "/v1/orders/0x" + "0d".repeat(32) + "/input";
    return client.sendAsync(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + host.port() + path))
            .PUT(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  /** What a client sends, with a length that need not be the body's. */
  private static byte[] request(String length, String body) {
    String head = "PUT /v1/orders/0x%s/input HTTP/1.1".formatted("0d".repeat(32));
    return String.join("\r\n", head, "Host: q", "Content-Length: " + length, "", body)
        .getBytes(UTF_8);
  }

  @Test
  void soManyInputsAreTakenAtTheSameTimeAndNoMore() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
    for (int i = 0; i <= AgentL2Routes.INPUTS_AT_ONCE; i++) {
      waiting.add(put("{}"));
    }

    Object first =
        CompletableFuture.anyOf(waiting.toArray(CompletableFuture[]::new))
            .get(30, TimeUnit.SECONDS);

    assertThat(first)
        .isInstanceOfSatisfying(
            HttpResponse.class,
            refused -> {
              assertThat(refused.statusCode()).isEqualTo(503);
              assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            });
    chain.countDown();
    long taken = waiting.stream().filter(each -> each.join().statusCode() == 409).count();
    assertThat(taken).isEqualTo(AgentL2Routes.INPUTS_AT_ONCE);
    assertThat(put("1").join().statusCode()).as("places are free again").isEqualTo(409);
  }

  /** Whoever leaves leaves its work behind, and so its place. */
  @Test
  void clientsThatLeavePileUpNoWork() throws Exception {
    byte[] request = request("2", "{}");
    for (int i = 0; i < AgentL2Routes.INPUTS_AT_ONCE; i++) {
      try (Socket socket = new Socket("127.0.0.1", host.port())) {
        socket.getOutputStream().write(request);
      }
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> put("1").get(2, TimeUnit.SECONDS).statusCode() == 503);
    Thread.sleep(500);
    assertThat(put("1").get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(503);
    chain.countDown();
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(put("1").join().statusCode()).isEqualTo(409));
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLong() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", host.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(request("100", "{"));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void tooManyUnknownOrdersAreToldToComeAgain() {
    answer = new Answer.Busy();
    HttpResponse<String> busy = put("1").join();
    assertThat(busy.statusCode()).isEqualTo(503);
    assertThat(busy.headers().firstValue("Retry-After")).isPresent();
  }
}

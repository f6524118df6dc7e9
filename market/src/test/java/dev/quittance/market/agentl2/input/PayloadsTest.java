package dev.quittance.market.agentl2.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.planning.document.CanonicalJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service's orders work on, by what the host of its metadata answers. */
final class PayloadsTest {
  private static final CanonicalJson PAYLOAD = new CanonicalJson("{\"topic\":\"x\"}");
  private static final CanonicalJson NOTHING = new CanonicalJson("{}");

  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private volatile int status = 200;
  private volatile String location = "";
  private volatile String body = PAYLOAD.text();
  private HttpServer server;
  private Payloads payloads;

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    payloads = new Payloads(url("/ipfs/"), true, () -> now);
  }

  @AfterEach
  void close() {
    payloads.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    int answered = status;
    if (exchange.getRequestURI().getPath().endsWith("moved")) {
      exchange.getResponseHeaders().add("Location", location);
      answered = 302;
    }
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(answered, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  @Test
  void whatTheHostHasIsReadOnceAMinute() throws IOException {
    assertThat(payloads.of(url("/meta"))).contains(PAYLOAD);
    assertThat(payloads.of(url("/meta"))).contains(PAYLOAD);
    assertThat(asked).hasValue(1);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(payloads.of(url("/meta"))).contains(PAYLOAD);
    assertThat(asked).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void aHostThatFailsForTheMomentIsAskedAgain(int failure) throws IOException {
    status = failure;
    assertThat(payloads.of(url("/meta"))).isEmpty();
    status = 200;
    assertThat(payloads.of(url("/meta"))).as("not at once").isEmpty();
    now = now.plus(Payloads.PAUSE);
    assertThat(payloads.of(url("/meta"))).contains(PAYLOAD);
    assertThat(asked).hasValue(2);
  }

  @Test
  void aHostThatDoesNotAnswerIsAskedAgain() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(payloads.of("http://127.0.0.1:" + free + "/meta")).isEmpty();
  }

  @Test
  void oneThatFailsForTooLongHasNothing() throws IOException {
    status = 503;
    Instant end = now.plus(Payloads.PATIENCE);
    while (now.isBefore(end)) {
      assertThat(payloads.of(url("/meta"))).isEmpty();
      now = now.plus(Payloads.PAUSE);
    }
    assertThat(payloads.of(url("/meta"))).contains(NOTHING);
    now = now.plus(Duration.ofMinutes(1));
    assertThat(payloads.of(url("/meta"))).as("its time is up").contains(NOTHING);
    now = now.plus(Duration.ofMinutes(1));
    status = 200;
    assertThat(payloads.of(url("/meta"))).contains(PAYLOAD);
    now = now.plus(Duration.ofMinutes(1));
    status = 503;
    assertThat(payloads.of(url("/meta"))).as("a new failure has its own time").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void aHostThatRefusesHasNothing(int refusal) throws IOException {
    status = refusal;
    assertThat(payloads.of(url("/meta"))).contains(NOTHING);
  }

  @Test
  void whatIsNoJsonAndWhatIsNoUrlIsNothing() throws IOException {
    body = "<html>";
    assertThat(payloads.of(url("/meta"))).contains(NOTHING);
    assertThat(payloads.of("data:,{}")).contains(NOTHING);
    assertThat(payloads.of("")).contains(NOTHING);
  }

  @Test
  void redirectsAreFollowedAFewTimes() throws IOException {
    location = "/meta";
    assertThat(payloads.of("ipfs://moved")).contains(PAYLOAD);
    location = "/moved";
    assertThat(payloads.of(url("/moved"))).contains(NOTHING);
    assertThat(asked).hasValue(2 + 4);
  }
}

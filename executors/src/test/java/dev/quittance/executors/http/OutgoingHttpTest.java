package dev.quittance.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executors.StubServer;
import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.HttpOutcome.Answered;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.HttpOutcome.Reason;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutgoingHttpTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final int MAX_BYTES = 10_000;

  private StubServer server;
  private OutgoingHttp http;

  @BeforeEach
  void start() throws Exception {
    server =
        new StubServer(
            Map.of(
                "/ok", StubServer.status(200, "{}", "X-Two", "2"),
                "/hang", StubServer.hang(),
                "/truncated", StubServer.truncated(),
                "/trickle", StubServer.trickle(),
                "/huge", StubServer.huge(MAX_BYTES + 1),
                "/large", StubServer.huge(MAX_BYTES),
                "/redirect", StubServer.status(302, "", "location", "http://169.254.169.254/")));
    http =
        new OutgoingHttp(
            new AddressGuard(new AddressRules(true), _ -> List.of(HERE)), limits(4, MAX_BYTES));
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    server.close();
  }

  @Test
  void connectsToTheJudgedAddressUnderTheHostsOwnName() throws Exception {
    String host = "receiver.example:" + server.port();
    HttpOutcome outcome = http.send(call("http://" + host + "/ok", 60_000));

    assertThat(outcome).isEqualTo(new Answered(200, answeredHeaders(outcome), "{}"));
    assertThat(answeredHeaders(outcome)).containsEntry("x-two", "2");
    assertThat(server.received().getFirst().headers()).containsEntry("host", host);
  }

  @Test
  void aNameThatResolvesAnewIsJudgedAnew() throws Exception {
    AtomicInteger lookUps = new AtomicInteger();
    AddressGuard guard =
        new AddressGuard(
            new AddressRules(true),
            _ ->
                lookUps.incrementAndGet() == 1
                    ? List.of(HERE)
                    : List.of(InetAddress.ofLiteral("169.254.169.254")));
    try (OutgoingHttp rebound = new OutgoingHttp(guard, limits(4, MAX_BYTES))) {
      assertThat(rebound.send(call("http://r.example:" + server.port() + "/ok", 60_000)))
          .isInstanceOf(Answered.class);
      assertThat(rebound.send(call("http://r.example:" + server.port() + "/ok", 60_000)))
          .isInstanceOfSatisfying(
              NoAnswer.class,
              none -> assertThat(none.reason()).isEqualTo(Reason.FORBIDDEN_ADDRESS));
    }
    assertThat(lookUps).hasValue(2);
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void aSlowResolverTakesNoLongerThanTheCall() throws Exception {
    AddressGuard slow =
        new AddressGuard(
            new AddressRules(true),
            _ -> {
              try {
                Thread.sleep(60_000);
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return List.of(HERE);
            });
    try (OutgoingHttp waiting = new OutgoingHttp(slow, limits(4, MAX_BYTES))) {
      assertThat(waiting.send(call("http://slow.example/", 100)))
          .isInstanceOfSatisfying(
              NoAnswer.class, none -> assertThat(none.reason()).isEqualTo(Reason.TIMEOUT));
    }
  }

  @Test
  void redirectsAreAnswersAndNothingMore() throws Exception {
    assertThat(http.send(call(server.url("/redirect"), 60_000)))
        .isInstanceOfSatisfying(
            Answered.class, answered -> assertThat(answered.status()).isEqualTo(302));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void readsUpToTheLimitAndNoFurther() throws Exception {
    assertThat(http.send(call(server.url("/large"), 60_000)))
        .isInstanceOfSatisfying(
            Answered.class, answered -> assertThat(answered.body()).hasSize(MAX_BYTES));
    assertThat(reason("/huge", 60_000)).isEqualTo(Reason.TOO_LARGE);
  }

  @Test
  void timeIsForTheWholeCall() throws Exception {
    http.send(call(server.url("/ok"), 10_000));
    long start = System.nanoTime();

    assertThat(reason("/hang", 500)).isEqualTo(Reason.TIMEOUT);
    assertThat(reason("/trickle", 500)).isEqualTo(Reason.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(server.sawConnectionEnd(30_000)).isTrue();
  }

  @Test
  void aBrokenOffAnswerIsNone() throws Exception {
    assertThat(reason("/truncated", 60_000)).isEqualTo(Reason.BROKEN_OFF);
  }

  @Test
  void nothingIsSentWhereNobodyListens() throws Exception {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      closedPort = socket.getLocalPort();
    }

    assertThat(http.send(call("http://127.0.0.1:" + closedPort + "/", 60_000)))
        .isInstanceOfSatisfying(
            NoAnswer.class,
            none -> {
              assertThat(none.reason()).isEqualTo(Reason.UNREACHABLE);
              assertThat(none.sent()).isFalse();
            });
  }

  @Test
  void triesTheNextAddressWhenTheFirstIsNotThere() throws Exception {
    AddressGuard guard =
        new AddressGuard(
            new AddressRules(true), _ -> List.of(InetAddress.ofLiteral("127.0.0.2"), HERE));
    try (OutgoingHttp two = new OutgoingHttp(guard, limits(4, MAX_BYTES))) {
      assertThat(two.send(call("http://two.example:" + server.port() + "/ok", 60_000)))
          .isInstanceOf(Answered.class);
    }
  }

  @Test
  void interruptionEndsTheRequest() throws Exception {
    AtomicReference<Object> end = new AtomicReference<>("still running");
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                end.set(http.send(call(server.url("/hang"), 60_000)));
              } catch (InterruptedException e) {
                end.set(e);
              }
            });
    while (server.received().isEmpty()) {
      Thread.sleep(5);
    }

    caller.interrupt();

    assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
    assertThat(end.get()).isInstanceOf(InterruptedException.class);
    assertThat(server.sawConnectionEnd(30_000)).isTrue();
  }

  @Test
  void aCallThatWaitsForAConnectionIsCalledOffToo() throws Exception {
    try (OutgoingHttp one =
        new OutgoingHttp(new AddressGuard(new AddressRules(true)), limits(1, 100))) {
      Thread first = Thread.ofVirtual().start(() -> sendQuietly(one, "/hang", 3000));
      while (server.received().isEmpty()) {
        Thread.sleep(5);
      }

      assertThat(one.send(call(server.url("/hang"), 100)))
          .isInstanceOfSatisfying(
              NoAnswer.class,
              none -> {
                assertThat(none.reason()).isEqualTo(Reason.TIMEOUT);
                assertThat(none.sent()).isFalse();
              });
      assertThat(first.join(Duration.ofSeconds(30))).isTrue();
      assertThat(one.send(call(server.url("/ok"), 60_000))).isInstanceOf(Answered.class);
      assertThat(server.received()).hasSize(2);
    }
  }

  private static OutgoingHttp.Limits limits(int maxConnections, int maxBytes) {
    return new OutgoingHttp.Limits(maxConnections, maxBytes, Optional.empty());
  }

  private void sendQuietly(OutgoingHttp client, String path, long timeoutMs) {
    try {
      client.send(call(server.url(path), timeoutMs));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private Reason reason(String path, long timeoutMs) throws InterruptedException {
    return switch (http.send(call(server.url(path), timeoutMs))) {
      case NoAnswer none -> none.reason();
      case Answered answered -> throw new AssertionError("answered " + answered.status());
    };
  }

  private static Map<String, String> answeredHeaders(HttpOutcome outcome) {
    return ((Answered) outcome).headers();
  }

  private static HttpCall call(String url, long timeoutMs) {
    return switch (OutgoingUrl.parse(url)) {
      case OutgoingUrl.Reading.Usable(OutgoingUrl usable) ->
          new HttpCall("POST", usable, Map.of(), "{}", Duration.ofMillis(timeoutMs));
      case OutgoingUrl.Reading.Refused(String reason) -> throw new AssertionError(reason);
    };
  }
}

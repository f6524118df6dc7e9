package dev.quittance.executors.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executors.address.AddressRules;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.HttpOutcome.Answered;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.HttpOutcome.Reason;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections go to an address, certificates are for a name. */
class OutgoingTlsTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final AddressGuard HERE =
      new AddressGuard(new AddressRules(true), _ -> List.of(InetAddress.ofLiteral("127.0.0.1")));

  @TempDir static Path folder;
  private static HttpServer server;

  @BeforeAll
  static void startServerFor() throws Exception {
    Path keys = folder.resolve("keys.p12");
    keytool(
        "-genkeypair -alias s -keyalg EC -dname CN=receiver -ext san=dns:receiver.example"
            + " -validity 2 -storetype PKCS12 -storepass password -keystore "
            + keys);
    keytool(
        "-exportcert -rfc -alias s -storepass password -keystore "
            + keys
            + " -file "
            + folder.resolve("ca.pem"));
    server =
        VERTX
            .createHttpServer(
                new HttpServerOptions()
                    .setSsl(true)
                    .setKeyCertOptions(
                        new PfxOptions().setPath(keys.toString()).setPassword("password")))
            .requestHandler(request -> request.response().end("hello"))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    VERTX.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void theCertificateOfTheNameIsEnough() throws Exception {
    assertThat(send("receiver.example", Optional.of(folder.resolve("ca.pem"))))
        .isInstanceOfSatisfying(
            Answered.class, answered -> assertThat(answered.body()).isEqualTo("hello"));
  }

  @Test
  void thatOfAnotherNameIsNot() throws Exception {
    assertThat(reason(send("other.example", Optional.of(folder.resolve("ca.pem")))))
        .isEqualTo(Reason.UNREACHABLE);
  }

  @Test
  void thatOfNobodyKnownIsNot() throws Exception {
    assertThat(reason(send("receiver.example", Optional.empty()))).isEqualTo(Reason.UNREACHABLE);
  }

  private static Reason reason(HttpOutcome outcome) {
    return ((NoAnswer) outcome).reason();
  }

  private static HttpOutcome send(String host, Optional<Path> caFile) throws Exception {
    String text = "https://" + host + ":" + server.actualPort() + "/";
    OutgoingUrl url = ((OutgoingUrl.Reading.Usable) OutgoingUrl.parse(text)).url();
    try (OutgoingHttp http = new OutgoingHttp(HERE, new OutgoingHttp.Limits(4, 1000, caFile))) {
      return http.send(new HttpCall("GET", url, Map.of(), "", Duration.ofSeconds(10)));
    }
  }

  private static void keytool(String arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments.split(" ")));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }
}

package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhooksCommandTest {
  private static final String ID = "ep_" + "0a".repeat(16);
  private static final String MESSAGE = "msg_" + "0b".repeat(16);

  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    if (status == 204) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("webhooks"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort()));
    all.addAll(List.of("--key", "key"));
    return CommandRun.of(all.toArray());
  }

  @Test
  void addPrintsTheSecretOnce() {
    status = 201;
    answer = "{\"id\":\"" + ID + "\",\"secret\":\"whsec_x\"}";

    CommandRun run = run("add", "https://a.example/", "--event", "error", "--event", "test");

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).contains(ID).contains("whsec_x");
    assertThat(run.err()).contains("not shown again");
    assertThat(requests)
        .containsExactly(
            "POST /v1/webhooks {\"url\":\"https://a.example/\",\"events\":[\"error\",\"test\"]}");
  }

  @Test
  void listAndAttemptsAreTables() {
    answer =
        "{\"webhooks\":[{\"id\":\"%s\",\"url\":\"https://a.example/\",\"events\":[],".formatted(ID)
            + "\"enabled\":false,\"disabledBecause\":\"It answered 410"
            + " Gone.\",\"secretVersion\":2}]}";
    assertThat(run("list").out()).contains(ID).contains("all").contains("disabled: It answered");

    answer =
        "{\"attempts\":[{\"messageId\":\"%s\",\"type\":\"error\",\"attempt\":1,\"status\":500,"
                .formatted(MESSAGE)
            + "\"error\":\"answered 500\",\"durationMs\":7,\"at\":\"now\"}],\"next\":\"12\"}";
    CommandRun attempts = run("attempts", ID, "--limit", "1", "--before", "99");
    assertThat(attempts.out()).contains(MESSAGE).contains("answered 500");
    assertThat(attempts.err()).contains("--before 12");
    assertThat(requests.getLast())
        .startsWith("GET /v1/webhooks/" + ID + "/attempts?limit=1&before=99");
  }

  @Test
  void whatIsAskedForIsPosted() {
    assertThat(run("resend", ID, MESSAGE, "--json").out()).contains("{\"resent\":\"" + MESSAGE);
    assertThat(run("rotate", ID).exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run("enable", ID).out()).contains("enabled " + ID);
    status = 204;
    assertThat(run("remove", ID).out()).contains("removed " + ID);

    assertThat(requests)
        .containsExactly(
            "POST /v1/webhooks/" + ID + "/messages/" + MESSAGE + "/resend ",
            "POST /v1/webhooks/" + ID + "/secret ",
            "POST /v1/webhooks/" + ID + "/enable ",
            "DELETE /v1/webhooks/" + ID + " ");
  }

  @Test
  void aFullWebhookSaysSinceWhen() {
    String webhook = "{\"id\":\"%s\",\"enabled\":true,\"overflow\":%s}";
    answer =
        "{\"webhooks\":[%s,%s]}"
            .formatted(
                webhook.formatted(ID, "{\"from\":\"monday\"}"),
                webhook.formatted(ID, "{\"from\":\"tuesday\",\"until\":\"friday\"}"));

    assertThat(run("list").out())
        .contains("enabled, told nothing from monday\n")
        .contains("enabled, told nothing from tuesday to friday");
  }

  @Test
  void whatDidNotArriveIsResentAndNothingElse() {
    List<String> outcomes =
        List.of("delivered", "overflowed", "given_up", "failed", "overflowed", "overflowed");
    List<Integer> messages = List.of(1, 2, 3, 4, 1, 2);
    StringBuilder attempts = new StringBuilder();
    for (int i = 0; i < outcomes.size(); i++) {
      attempts
          .append(i == 0 ? "" : ",")
          .append("{\"messageId\":\"msg_%d\",".formatted(messages.get(i)))
          .append("\"outcome\":\"%s\"}".formatted(outcomes.get(i)));
    }
    answer = "{\"attempts\":[" + attempts + "]}";

    assertThat(run("resend", ID, "--undelivered").exitCode()).isEqualTo(ExitCode.OK);

    String path = "/v1/webhooks/" + ID;
    assertThat(requests)
        .containsExactly(
            "GET " + path + "/attempts?limit=200 ",
            "POST " + path + "/messages/msg_2/resend ",
            "POST " + path + "/messages/msg_3/resend ");
    assertThat(run("resend", ID).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run("resend", ID, MESSAGE, "--undelivered").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(requests).hasSize(3);
  }

  @Test
  void aRefusalSaysWhyAndAWrongIdIsNotSent() {
    status = 422;
    answer = "{\"detail\":\"no\",\"errors\":[{\"pointer\":\"/url\",\"detail\":\"is private\"}]}";
    CommandRun refused = run("add", "https://a.example/");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("HTTP 422").contains("/url is private");

    CommandRun wrong = run("remove", "../orders");
    assertThat(wrong.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains("is no id of a webhook");
    assertThat(requests).hasSize(1);
  }
}

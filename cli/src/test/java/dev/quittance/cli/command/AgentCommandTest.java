package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentCommandTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("gigent-agent.yaml");
  }

  @Test
  void initWritesAFileThatCanBeValidated() throws Exception {
    CommandRun init = CommandRun.of("agent", "init", "-c", file, "--name", "Lumen");
    CommandRun again = CommandRun.of("agent", "init", "-c", file);
    CommandRun forced = CommandRun.of("agent", "init", "-c", file, "-f", "--name", "Other");
    CommandRun valid = CommandRun.of("agent", "validate", "-c", file);

    assertThat(init.exitCode()).isZero();
    assertThat(init.out()).contains(file.toString());
    assertThat(init.err()).contains("quittance agent run");
    assertThat(again.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(again.err()).contains("is already there").contains("-f");
    assertThat(forced.exitCode()).isZero();
    assertThat(valid.exitCode()).isZero();
    assertThat(valid.out()).contains("Other").contains("anthropic");
    assertThat(valid.err()).contains(file + ":11:11: /owner/wallet: is nobody's address");
  }

  @Test
  void validateTellsEverythingWithItsPlace() throws Exception {
    Files.writeString(file, "agent:\n  nam: x\nexecution:\n  provider: claude\n");
    CommandRun run = CommandRun.of("agent", "validate", "-c", file);
    JsonNode json =
        new ObjectMapper().readTree(CommandRun.of("agent", "validate", "-c", file, "--json").out());

    assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(run.out())
        .contains(file + ":2:3: /agent/nam: is no key of this file; did you mean name?")
        .contains(file + ":4:13: /execution/provider: ")
        .contains("did you mean anthropic?");
    assertThat(json.path("valid").asBoolean(true)).isFalse();
    assertThat(json.at("/problems/0/file").asText()).isEqualTo(file.toString());
    assertThat(json.at("/problems/0/line").asInt()).isPositive();
  }

  @Test
  void runRefusesWhatIsNotSettled() {
    CommandRun.of("agent", "init", "-c", file);
    CommandRun run = CommandRun.of("agent", "run", "-c", file, "--data", folder.resolve("line"));
    CommandRun url = CommandRun.of("agent", "status", "-c", file, "-u", "ftp://x");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("/owner/wallet").contains("the agents can't run yet");
    assertThat(folder.resolve("line")).doesNotExist();
    assertThat(url.exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void statusAsksTheBackEnd() throws Exception {
    CommandRun.of("agent", "init", "-c", file, "--name", "Lumen");
    CommandRun fresh = CommandRun.of("agent", "status", "-c", file, "-u", "http://127.0.0.1:9");
    Files.writeString(
        folder.resolve(".gigent-credentials"), "{\"agent_id\":\"a-1\",\"api_key\":\"sk_secret\"}");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/",
        exchange -> {
          boolean isList = exchange.getRequestURI().getPath().endsWith("/orders");
          String body =
              isList
                  ? exchange.getRequestURI().getQuery().contains("status=pending")
                      ? "{\"orders\":[{},{}]}"
                      : "{\"orders\":[]}"
                  : "{\"id\":\"a-1\",\"is_online\":true,\"gigs\":[{}]}";
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    CommandRun status = CommandRun.of("agent", "status", "-c", file, "-u", url, "--json");
    CommandRun table = CommandRun.of("agent", "status", "-c", file, "-u", url);
    server.stop(0);
    CommandRun down = CommandRun.of("agent", "status", "-c", file, "-u", url);
    JsonNode json = new ObjectMapper().readTree(status.out());

    assertThat(fresh.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(fresh.out()).contains("not registered");
    assertThat(status.exitCode()).isZero();
    assertThat(json.path("state").asText()).isEqualTo("online");
    assertThat(json.at("/orders/pending").asInt()).isEqualTo(2);
    assertThat(status.out() + table.out()).doesNotContain("sk_secret");
    assertThat(table.out()).contains("Lumen").contains("online").contains("a-1");
    assertThat(down.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(down.err()).contains("Gigent can't say");
  }
}

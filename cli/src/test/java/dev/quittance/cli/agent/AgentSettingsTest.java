package dev.quittance.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.config.SettingsTemplate;
import dev.quittance.platform.stage.ExecutorDefinition;
import dev.quittance.platform.stage.MarketDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSettingsTest {
  private static final String URL = "http://127.0.0.1:3000";

  @TempDir Path folder;

  @Test
  void eachAgentGetsAnExecutorALimitAndAPlaceInTheMarket() throws Exception {
    Settings settings = with("${ANTHROPIC_API_KEY}", Map.of("ANTHROPIC_API_KEY", "sk-ant-x"));
    ExecutorDefinition executor = settings.executors().define().get("chat/my-writer");
    MarketDefinition market = settings.markets().get("gigent");

    assertThat(executor.type()).isEqualTo("chat");
    assertThat(executor.provider()).isEqualTo("anthropic");
    assertThat(executor.settings().path("baseUrl").asText()).isEqualTo("https://api.anthropic.com");
    assertThat(executor.settings().path("apiKeyEnv").asText()).isEqualTo("ANTHROPIC_API_KEY");
    assertThat(executor.settings().path("format").asText()).isEqualTo("markdown");
    assertThat(executor.settings().path("systemPrompt").asText()).startsWith("You are");
    assertThat(settings.executors().limits().agents()).containsEntry("my-writer", 3);
    assertThat(market.tenant()).isEqualTo("gigent");
    assertThat(market.settings().path("url").asText()).isEqualTo(URL);
    assertThat(market.settings().at("/agents/my-writer/credentialsFile").asText())
        .endsWith(".gigent-credentials");
  }

  @Test
  void anotherServerNeedsNoKey() throws Exception {
    ObjectNode chat =
        with("", Map.of("ANTHROPIC_BASE_URL", "http://127.0.0.1:9/"))
            .executors()
            .define()
            .get("chat/my-writer")
            .settings();

    assertThat(chat.path("baseUrl").asText()).isEqualTo("http://127.0.0.1:9/");
    assertThat(chat.has("apiKeyEnv")).isFalse();
    assertThat(chat.has("apiKeyFile")).isFalse();
  }

  @Test
  void aKeyInTheFileGoesIntoAFileForItsOwnerAlone() throws Exception {
    Settings settings = with("sk-planted-key", Map.of());
    with("sk-planted-key", Map.of());
    ObjectNode chat = settings.executors().define().get("chat/my-writer").settings();
    Path file = Path.of(chat.path("apiKeyFile").asText());

    assertThat(Files.readString(file)).isEqualTo("sk-planted-key\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(chat.toString() + settings).doesNotContain("planted");
  }

  private Settings with(String key, Map<String, String> environment) throws Exception {
    Path file = folder.resolve("gigent-agent.yaml");
    Files.writeString(
        file, GigentAgentFile.template("My Writer").replace("${ANTHROPIC_API_KEY}", key));
    AgentFiles agents = AgentFiles.read(List.of(file), environment);
    return new AgentSettings(environment, folder.resolve("keys"))
        .with(settings(), agents.agents(), URL);
  }

  private Settings settings() throws Exception {
    Path file = folder.resolve("quittance.yaml");
    Files.writeString(file, SettingsTemplate.render(Map.of()));
    return ((SettingsFile.Loaded) SettingsFile.load(file, Map.of())).settings();
  }
}

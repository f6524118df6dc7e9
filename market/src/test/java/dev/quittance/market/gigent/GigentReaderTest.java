package dev.quittance.market.gigent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GigentReaderTest {
  @TempDir private Path folder;

  private static GigentSettings read(String json) throws Exception {
    MarketDefinition definition =
        new MarketDefinition(
            "gigent",
            "gigent",
            "tenant",
            (ObjectNode) GigentApi.JSON.readTree(json.replace('\'', '"')),
            Map.of("", "quittance.yaml:7:3", "/url", "quittance.yaml:8:5"));
    return GigentReader.read(definition, Map.of());
  }

  @Test
  void readsAgentsWithTheirFiles() throws Exception {
    Profiles.of(folder, 2);
    GigentSettings settings =
        read(
            "{'url':'http://127.0.0.1:3000/','agents':{'writer':{'agentFile':'%s'}}}"
                .formatted(folder.resolve("gigent-agent.yaml")));

    assertThat(settings.url()).isEqualTo("http://127.0.0.1:3000");
    assertThat(settings.source()).isEqualTo("gigent");
    assertThat(settings.claimAhead()).isEqualTo(GigentSettings.CLAIM_AHEAD);
    assertThat(settings.agents())
        .singleElement()
        .satisfies(agent -> {
          assertThat(agent.service()).isEqualTo("writer");
          assertThat(agent.profile().gigs()).hasSize(2);
          assertThat(agent.credentials()).isEqualTo(folder.resolve(".gigent-credentials"));
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /markets/gigent/url: is missing; expected a URL",
        "{'url':'ftp://a'} | quittance.yaml:8:5: /markets/gigent/url: the URL must start with http:// or https://",
        "{'url':'http://user:pw@a'} | /url: the URL must not hold a user name",
        "{'url':'http://a','urls':1} | /markets/gigent/urls: is no setting; did you mean url?",
        "{'url':'http://a','claimAhead':0} | /claimAhead: does not fit; expected a whole number from 1",
        "{'url':'http://a','claimAhead':'x'} | /claimAhead: does not fit; expected a whole number from 1",
        "{'url':'http://a','agents':{'w':{}}} | /agents/w/agentFile: is missing; expected the path",
        "{'url':'http://a','agents':[{'agentFile':'a.yaml'}]} | /agents: does not fit; expected agents",
        "{'url':'http://a','agents':{'w':1}} | /agents/w: does not fit; expected a section",
        "{'url':'http://a','agents':{'w':{'agentFile':'/nowhere/a.yaml'}}} | there is no such file",
        "{'url':'http://a'} | /agents: is missing; expected agents by their id",
      })
  void saysWhatIsWrongAndWhere(String json, String expected) {
    UnusableSettings problem = catchThrowableOfType(UnusableSettings.class, () -> read(json));

    assertThat(problem).isNotNull().hasMessageContaining(expected);
  }
}

package dev.quittance.market.agentrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgentRunnerSettingsTest {
  private static final String ASSET = "0x" + "ab".repeat(20);

  private static AgentRunnerSettings read(String json) throws Exception {
    return AgentRunnerSettings.of(
        new MarketDefinition(
            "agentrunner",
            "agentrunner",
            "desk",
            (ObjectNode) new ObjectMapper().readTree(json),
            Map.of("", "q.yaml:6:1", "/asset", "q.yaml:7:3", "/runners/1", "q.yaml:8:20")));
  }

  @Test
  void defaultsStandForWhatIsLeftOut() throws Exception {
    AgentRunnerSettings settings =
        read(
            "{\"agent\":\"notary\",\"asset\":\""
                + ASSET
                + "\",\"runners\":[\""
                + Runner.of(7).hexKey()
                + "\"]}");

    assertThat(settings.service()).isEqualTo("agentrunner-receipt");
    assertThat(settings.runners()).containsExactly(Runner.of(7).publicKey());
    assertThat(settings.slotMs()).isEqualTo(400);
    assertThat(settings.memoryMiB()).isEqualTo(256);
    assertThat(settings.source()).isEqualTo("agentrunner");
    assertThat(settings.tenant()).isEqualTo("desk");
  }

  @Test
  void allThatIsWrongIsToldWithItsPlace() {
    assertThatThrownBy(() ->
            read(
                "{\"asset\":\"USDC\",\"runners\":[\""
                    + Runner.of(7).hexKey()
                    + "\",\"me\"],\"slotMs\":0,\"agnet\":\"a\"}"))
        .isInstanceOf(UnusableSettings.class)
        .hasMessageContaining(
            "q.yaml:6:1: /markets/agentrunner/agnet: is no setting; did you mean agent?")
        .hasMessageContaining(
            "q.yaml:6:1: /markets/agentrunner/agent: is missing; expected the id of the agent")
        .hasMessageContaining(
            "q.yaml:7:3: /markets/agentrunner/asset: does not fit; expected the address of a token")
        .hasMessageContaining(
            "q.yaml:8:20: /markets/agentrunner/runners/1: does not fit; expected a key")
        .hasMessageContaining("/slotMs: does not fit; expected a whole number from 1 to");
  }
}

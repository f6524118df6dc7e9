package dev.quittance.market.agentl2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Address;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AgentL2ReaderTest {
  private static final String SELLER = "0x" + "05".repeat(20);

  private static ObjectNode section(String more) throws JsonProcessingException {
    String needed =
        """
        {"rpc": "http://127.0.0.1:8545", "chainId": 31337,
         "registry": "0x0101010101010101010101010101010101010101",
         "marketplace": "0x0202020202020202020202020202020202020202",
         "sellers": ["%s"]}
        """
            .formatted(SELLER);
    ObjectMapper json = new ObjectMapper();
    ObjectNode section = (ObjectNode) json.readTree(needed);
    section.setAll((ObjectNode) json.readTree(more));
    return section;
  }

  private static AgentL2Settings read(ObjectNode section) {
    return AgentL2Reader.read(
        new MarketDefinition(
            "agentl2",
            "agentl2",
            "tenant",
            section,
            Map.of("", "quittance.yaml:3:1", "/rpc", "quittance.yaml:7:10")));
  }

  @Test
  void whatIsNotSaidHasItsDefault() throws JsonProcessingException {
    AgentL2Settings settings = read(section("{}"));
    assertThat(settings.sellers()).containsExactly(Address.fromHex(SELLER));
    assertThat(settings.confirmations()).isEqualTo(2);
    assertThat(settings.logWindow()).isEqualTo(1_000);
    assertThat(settings.form()).isEqualTo(AgentL2Settings.InputForm.PLAIN);
    assertThat(settings.ipfsGateway()).isEqualTo("https://ipfs.io/ipfs/");
    assertThat(settings.resultBaseUrl()).isEmpty();
  }

  @Test
  void registrationsAreRead() throws JsonProcessingException {
    AgentL2Settings settings =
        read(
            section(
                """
                {"register": [{"seller": "%s", "did": "did:x", "metadataUri": "ipfs://a",
                  "services": [{"type": "text", "pricePerUnit": "1000000000000000000",
                                "metadataUri": "ipfs://s"}]}]}
                """
                    .formatted(SELLER)));
    assertThat(settings.registrations().getFirst().services().getFirst().pricePerUnit())
        .isEqualTo("1000000000000000000");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rpc\": \"ftp://x\"} | quittance.yaml:7:10: /markets/agentl2/rpc: does not fit",
        "{\"rpc\": []} | expected at least one URL",
        "{\"rpc\": [1]} | quittance.yaml:7:10: /markets/agentl2/rpc/0: does not fit",
        "{\"sellers\": []} | /markets/agentl2/sellers",
        "{\"sellers\": [\"0x12\"]} | /markets/agentl2/sellers/0",
        "{\"chainId\": \"one\"} | /markets/agentl2/chainId",
        "{\"logWindow\": 0} | /markets/agentl2/logWindow",
        "{\"confirmations\": -1} | /markets/agentl2/confirmations",
        "{\"input\": \"both\"} | /markets/agentl2/input: does not fit; expected plain or order",
        "{\"confirmation\": 3} | /markets/agentl2/confirmation: is no setting; did you mean confirmations?",
        "{\"requireSignedInput\": \"yes\"} | does not fit; expected true or false",
        "{\"services\": [\"text\"]} | /markets/agentl2/services: does not fit; expected a section",
        "{\"sellers\": {\"a\": \"0x12\"}} | /markets/agentl2/sellers: does not fit; expected",
        "{\"register\": {\"a\": {}}} | /markets/agentl2/register: does not fit; expected a list",
        "{\"services\": {\"a\": \"No Id\"}} | /services/a: does not fit; expected a service of the line",
        "{\"resultBaseUrl\": \"nowhere\"} | /markets/agentl2/resultBaseUrl",
        "{\"register\": [{\"seller\": \"me\"}]} | /markets/agentl2/register/0/seller",
      })
  void aWrongMemberIsNamedWithItsPlace(String more, String expected)
      throws JsonProcessingException {
    ObjectNode section = section(more);
    assertThatThrownBy(() -> read(section))
        .isInstanceOf(UnusableSettings.class)
        .hasMessageContaining("quittance.yaml:")
        .hasMessageContaining(expected);
  }
}

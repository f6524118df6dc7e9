package dev.quittance.market.agentl2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.contracts.abi.AgentRegistry;
import dev.quittance.market.RunningMarket;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketTransactionFinal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seller that registers itself and its services, once. */
final class AgentL2RegistrationIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path directory;

  private static void registering(AgentL2Line line, ObjectNode section, String... types) {
    String seller = line.newcomer().address().toString();
    section.putArray("sellers").add(seller);
    ObjectNode agent =
        section
            .putArray("register")
            .addObject()
            .put("seller", seller)
            .put("did", "did:test:newcomer")
            .put("metadataUri", "ipfs://agent");
    var services = agent.putArray("services");
    for (String type : types) {
      services
          .addObject()
          .put("type", type)
          .put("pricePerUnit", "1000")
          .put("metadataUri", "ipfs://" + type);
    }
  }

  private static List<?> services(AgentL2Line line) throws Exception {
    AgentRegistry registry = line.devnet.registry;
    return registry.getAgentServices(line.newcomer().address().toString()).send();
  }

  private static long finals(AgentL2Line line) {
    return line.read(Topics.MARKET_TRANSACTIONS).stream()
        .filter(read -> read.value().getBody() instanceof MarketTransactionFinal)
        .count();
  }

  @Test
  void anAgentAndItsServicesAreRegisteredOnceOverRestarts() throws Exception {
    try (AgentL2Line line = new AgentL2Line(directory)) {
      try (RunningMarket _ = line.start("one", section -> registering(line, section, "a", "b"))) {
        await().atMost(PATIENCE).until(() -> finals(line) == 3);
      }
      assertThat(services(line)).hasSize(2);
      try (RunningMarket _ =
          line.start("one", section -> registering(line, section, "a", "b", "c"))) {
        await().atMost(PATIENCE).until(() -> finals(line) == 4);
      }
      assertThat(services(line)).hasSize(3);
      String seller = line.newcomer().address().toString();
      assertThat(line.devnet.registry.isActiveAgent(seller).send()).isTrue();
      assertThat(line.devnet.registry.agents(seller).send().component1())
          .isEqualToIgnoringCase(seller);
      assertThat(line.failures).isEmpty();
    }
  }
}

package dev.quittance.bench;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.keys.Keyring;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Who orders and who works in a benchmark: one tenant without caps, three agents to choose from.
 */
final class BenchCatalogue {
  static final String TENANT = "bench";
  static final String SERVICE = "extraction";

  /** The tenant's key: for reading, since orders come in by their topic. */
  static final String API_KEY = "key-of-the-benchmark";

  private static final int AGENTS = 3;
  private static final BigInteger BASE_PRICE = BigInteger.valueOf(40_000);

  private BenchCatalogue() {}

  /** Publishes them. */
  static void publish(CataloguePublisher publisher, Keyring keys) {
    for (int account = 1; account <= AGENTS; account++) {
      publisher.publish(agent(account, keys));
    }
    publisher.publish(
        new Policy(
            TENANT,
            100,
            keys.operator().address().toString(),
            null,
            null,
            null,
            null,
            null,
            null,
            null));
    publisher.publish(
        new Tenant(
            TENANT,
            "Bench",
            keys.buyer(0).address().toString(),
            TENANT,
            List.of(Hash32.sha256(API_KEY.getBytes(StandardCharsets.UTF_8))),
            Tenant.Status.ACTIVE));
  }

  private static Agent agent(int account, Keyring keys) {
    return new Agent(
        "bench-agent-" + account,
        "Bench agent " + account,
        keys.agent(account).address().toString(),
        Agent.Status.ACTIVE,
        List.of(
            new AgentService(
                SERVICE,
                "builtin/" + SERVICE,
                BASE_PRICE.multiply(BigInteger.valueOf(account)),
                300 * account,
                null,
                null,
                null)));
  }
}

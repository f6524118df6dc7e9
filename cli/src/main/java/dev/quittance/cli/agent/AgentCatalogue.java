package dev.quittance.cli.agent;

import dev.quittance.line.OpenLine;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.keys.Keyring;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts agents, their marketplace's tenant and its policy into a line's catalogue, where they are
 * not there as they should be.
 *
 * <p>An agent's service is its own and costs nothing in the line: the marketplace's escrow pays.
 */
public final class AgentCatalogue {
  private static final int ETA_MS = 30_000;
  private static final int TIMEOUT_MS = 180_000;

  private AgentCatalogue() {}

  /** Publishes what is missing or has changed; returns how many documents that were. */
  public static int publish(OpenLine line, List<NamedAgent> agents) {
    Catalogue known = line.context().catalogue().snapshot();
    Keyring keys = line.context().keys();
    int published = 0;
    try (CataloguePublisher publisher =
        new CataloguePublisher(line.context().kafka(), line.context().serdes())) {
      for (Agent agent : documents(known, keys, agents)) {
        if (!known(known, agent.id()).equals(Optional.of(agent))) {
          publisher.publish(Agent.parse(agent.canonicalJson()).orThrow());
          published++;
        }
      }
      if (known.policy(AgentSettings.MARKET).isEmpty()) {
        publisher.publish(Policy.parse(policy(keys).canonicalJson()).orThrow());
        published++;
      }
      if (known.tenant(AgentSettings.MARKET).isEmpty()) {
        publisher.publish(Tenant.parse(tenant(keys).canonicalJson()).orThrow());
        published++;
      }
    }
    return published;
  }

  /** The documents of agents; one that is known keeps its address, a new one gets a free key. */
  static List<Agent> documents(Catalogue known, Keyring keys, List<NamedAgent> agents) {
    Set<String> taken = new HashSet<>();
    known.agents().values().forEach(agent -> taken.add(agent.document().address()));
    List<Agent> documents = new ArrayList<>();
    for (NamedAgent agent : agents) {
      String address =
          known(known, agent.id()).map(Agent::address).orElseGet(() -> freeAddress(keys, taken));
      taken.add(address);
      AgentService service =
          new AgentService(
              agent.id(), agent.executor(), BigInteger.ZERO, ETA_MS, null, null, TIMEOUT_MS);
      documents.add(
          new Agent(
              agent.id(),
              agent.agent().agent().name(),
              address,
              Agent.Status.ACTIVE,
              List.of(service)));
    }
    return documents;
  }

  private static Optional<Agent> known(Catalogue known, String id) {
    return Optional.ofNullable(known.agents().get(id)).map(Hashed::document);
  }

  private static String freeAddress(Keyring keys, Set<String> taken) {
    for (int account = 1; account < Keyring.MAX_AGENTS; account++) {
      String address = keys.agent(account).address().toString();
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw new IllegalStateException(
        "the line has " + Keyring.MAX_AGENTS + " agents, which is all that it has keys for");
  }

  private static Policy policy(Keyring keys) {
    String operator = keys.operator().address().toString();
    return new Policy(AgentSettings.MARKET, 0, operator, null, null, null, null, null, null, null);
  }

  /**
   * Its orders come from the marketplace alone: the one API key that a tenant must have is known to
   * nobody.
   */
  private static Tenant tenant(Keyring keys) {
    byte[] unknown = new byte[32];
    new SecureRandom().nextBytes(unknown);
    return new Tenant(
        AgentSettings.MARKET,
        "Gigent",
        keys.operator().address().toString(),
        AgentSettings.MARKET,
        List.of(Hash32.sha256(unknown)),
        Tenant.Status.ACTIVE);
  }
}

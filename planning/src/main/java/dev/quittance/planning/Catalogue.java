package dev.quittance.planning;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Document;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.TenancyDocument;
import dev.quittance.planning.document.Tenant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the agents log and the log of tenants and policies say up to an offset: per id the latest
 * document. Immutable; the same documents at the same offsets give an equal catalogue, in any
 * process.
 *
 * <p>Each log has one partition. The next offset is one above the last folded document, so records
 * that hold no document (transaction markers, dead letters) do not move it. Folding an offset below
 * it again changes nothing.
 *
 * @param agents agents by id, retired ones included
 * @param tenants tenants by id
 * @param policies policies by id
 * @param agentsOffset next offset of the agents log
 * @param policiesOffset next offset of the log of tenants and policies
 */
public record Catalogue(
    SortedMap<String, Hashed<Agent>> agents,
    SortedMap<String, Hashed<Tenant>> tenants,
    SortedMap<String, Hashed<Policy>> policies,
    long agentsOffset,
    long policiesOffset) {
  /** The catalogue of two empty logs. */
  public static final Catalogue EMPTY =
      new Catalogue(new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), 0, 0);

  /** Keeps immutable sorted views; the maps must not change any more. */
  public Catalogue {
    agents = Collections.unmodifiableSortedMap(agents);
    tenants = Collections.unmodifiableSortedMap(tenants);
    policies = Collections.unmodifiableSortedMap(policies);
  }

  /** The catalogue with one more record of the agents log. */
  public Catalogue foldAgent(long offset, Agent agent) {
    if (offset < agentsOffset) {
      return this;
    }
    return new Catalogue(
        with(agents, agent.id(), agent), tenants, policies, offset + 1, policiesOffset);
  }

  /** The catalogue with one more record of the log of tenants and policies. */
  public Catalogue foldPolicy(long offset, TenancyDocument document) {
    if (offset < policiesOffset) {
      return this;
    }
    return switch (document) {
      case Tenant tenant ->
          new Catalogue(
              agents, with(tenants, tenant.id(), tenant), policies, agentsOffset, offset + 1);
      case Policy policy ->
          new Catalogue(
              agents, tenants, with(policies, policy.id(), policy), agentsOffset, offset + 1);
    };
  }

  /** The tenant of an id. */
  public Optional<Hashed<Tenant>> tenant(String id) {
    return Optional.ofNullable(tenants.get(id));
  }

  /** The policy of an id. */
  public Optional<Hashed<Policy>> policy(String id) {
    return Optional.ofNullable(policies.get(id));
  }

  private static <D extends Document> SortedMap<String, Hashed<D>> with(
      SortedMap<String, Hashed<D>> documents, String id, D document) {
    SortedMap<String, Hashed<D>> more = new TreeMap<>(documents);
    more.put(id, Hashed.of(document));
    return more;
  }
}

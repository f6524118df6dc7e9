package dev.quittance.executor.domain.admission;

/** What permits are counted by. */
sealed interface Limit {
  record OfTenant(String tenant) implements Limit {}

  record OfAgent(String agentId) implements Limit {}

  record OfProvider(String provider) implements Limit {}
}

package dev.quittance.executor.domain.admission;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How many attempts may run at once.
 *
 * @param tenants by tenant
 * @param agents by agent id
 * @param providers by the name that {@code providerOf} gives
 * @param providerOf from an executor's name, as plans have it, to who serves it: executors of one
 *     provider share its permits
 */
public record AdmissionLimits(
    Permits tenants, Permits agents, Permits providers, UnaryOperator<String> providerOf) {
  /** A thousand of each; every executor is a provider of its own. */
  public static final AdmissionLimits DEFAULT =
      new AdmissionLimits(
          Permits.each(1000), Permits.each(1000), Permits.each(1000), UnaryOperator.identity());

  /**
   * Permits of one kind.
   *
   * @param each how many a name has that {@code overrides} doesn't tell
   * @param overrides how many others have; 0 lets nothing begin
   */
  public record Permits(int each, Map<String, Integer> overrides) {
    /** Checks that no number is negative, and keeps an immutable copy. */
    public Permits {
      overrides = Map.copyOf(overrides);
      require("each", each);
      overrides.forEach(Permits::require);
    }

    /** The same for every name. */
    public static Permits each(int permits) {
      return new Permits(permits, Map.of());
    }

    int of(String name) {
      return overrides.getOrDefault(name, each);
    }

    private static void require(String name, int permits) {
      if (permits < 0) {
        throw new IllegalArgumentException("permits of " + name + " must be 0 or more: " + permits);
      }
    }
  }

  int permits(Limit limit) {
    return switch (limit) {
      case Limit.OfTenant(String tenant) -> tenants.of(tenant);
      case Limit.OfAgent(String agentId) -> agents.of(agentId);
      case Limit.OfProvider(String provider) -> providers.of(provider);
    };
  }
}

package dev.quittance.planning;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.Policy;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the vendor of a step by AgentRunner's utility ({@link Plan#SELECTION}), without its cut
 * of close prices:
 *
 * <pre>0.30·confidence + 0.20·safety + 0.30·max(0, 1 − price/bench) + 0.20·max(0, 1 − eta/slo)
 * </pre>
 *
 * in parts per million. The sum is taken as one exact fraction and rounded down once, at the end.
 * Of equal scores the lower price wins, then the shorter eta, then the lower address (unsigned
 * bytes), then the lower agent id. Pure.
 */
public final class VendorSelection {
  private static final BigInteger PPM = BigInteger.valueOf(Limits.PPM);

  private static final Comparator<Selection.Selected> BEST_FIRST =
      Comparator.comparingInt(Selection.Selected::scorePpm)
          .reversed()
          .thenComparing(candidate -> candidate.offer().price())
          .thenComparingInt(candidate -> candidate.offer().etaMs())
          // All addresses are lower-case hex of one length, so text order is the order of the
          // unsigned bytes.
          .thenComparing(candidate -> candidate.agent().document().address())
          .thenComparing(candidate -> candidate.agent().document().id());

  private VendorSelection() {}

  /**
   * The best of the active agents that offer the service and that the policy and the step allow,
   * within the step's price.
   */
  public static Selection select(OrderStep step, Policy policy, Catalogue catalogue) {
    List<Offer> offers =
        catalogue.agents().values().stream()
            .flatMap(agent -> Offer.of(agent, step).stream())
            .toList();
    if (offers.isEmpty()) {
      return none(step, RefusalCode.UNKNOWN_SERVICE, "no active agent offers " + step.service());
    }
    List<Offer> allowed =
        offers.stream().filter(offer -> policy.allowsVendor(offer.agentId())).toList();
    if (allowed.isEmpty()) {
      return none(
          step,
          RefusalCode.POLICY_VENDOR,
          "policy " + policy.id() + " allows no agent that offers " + step.service());
    }
    Optional<Selection.Selected> best =
        allowed.stream()
            .filter(offer -> offer.fits(step))
            .map(offer -> offer.scored(policy))
            .min(BEST_FIRST);
    return best.<Selection>map(selected -> selected).orElseGet(() -> noVendor(step, policy));
  }

  /**
   * The utility of an offer.
   *
   * @param bench price against which it is measured, at least 1
   * @param sloMs time against which it is measured, at least 1
   * @return 0..1,000,000
   */
  public static int scorePpm(AgentService offer, BigInteger bench, int sloMs) {
    BigInteger slo = BigInteger.valueOf(sloMs);
    BigInteger belowBench = bench.subtract(offer.price()).max(BigInteger.ZERO);
    BigInteger belowSlo = slo.subtract(BigInteger.valueOf(offer.etaMs())).max(BigInteger.ZERO);
    long trust = 30L * offer.confidencePpmOrDefault() + 20L * offer.safetyPpmOrDefault();
    BigInteger hundredfold =
        BigInteger.valueOf(trust)
            .multiply(bench)
            .multiply(slo)
            .add(belowBench.multiply(slo).multiply(PPM).multiply(BigInteger.valueOf(30)))
            .add(belowSlo.multiply(bench).multiply(PPM).multiply(BigInteger.valueOf(20)));
    return hundredfold
        .divide(bench.multiply(slo).multiply(BigInteger.valueOf(100)))
        .intValueExact();
  }

  private static Selection noVendor(OrderStep step, Policy policy) {
    boolean wantsOnlyForbidden =
        step.vendors() != null && step.vendors().stream().noneMatch(policy::allowsVendor);
    if (wantsOnlyForbidden) {
      return none(
          step,
          RefusalCode.POLICY_VENDOR,
          "policy " + policy.id() + " allows none of the wanted vendors " + step.vendors());
    }
    String vendors = step.vendors() == null ? "" : " among " + String.join(", ", step.vendors());
    String price = step.maxPrice() == null ? "" : " for at most " + step.maxPrice();
    return none(step, RefusalCode.NO_VENDOR, "no agent offers " + step.service() + vendors + price);
  }

  private static Selection none(OrderStep step, RefusalCode code, String why) {
    return new Selection.NoneFits(code, "step " + step.name() + ": " + why);
  }

  private record Offer(Hashed<Agent> agent, AgentService terms) {
    static Optional<Offer> of(Hashed<Agent> agent, OrderStep step) {
      return switch (agent.document().status()) {
        case RETIRED -> Optional.empty();
        case ACTIVE -> agent.document().offer(step.service()).map(terms -> new Offer(agent, terms));
      };
    }

    String agentId() {
      return agent.document().id();
    }

    boolean fits(OrderStep step) {
      return (step.vendors() == null || step.vendors().contains(agentId()))
          && (step.maxPrice() == null || terms.price().compareTo(step.maxPrice()) <= 0);
    }

    Selection.Selected scored(Policy policy) {
      BigInteger bench = policy.benchPriceOrDefault(terms.service());
      return new Selection.Selected(agent, terms, scorePpm(terms, bench, policy.sloMsOrDefault()));
    }
  }
}

package dev.quittance.planning;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;

/** What choosing a vendor for a step gave. */
public sealed interface Selection {
  /**
   * The best offer.
   *
   * @param agent who made it
   * @param offer its terms
   * @param scorePpm its utility, 0..1,000,000
   */
  record Selected(Hashed<Agent> agent, AgentService offer, int scorePpm) implements Selection {}

  /**
   * Nobody may or wants to do the step.
   *
   * @param code why: unknown-service, policy-vendor or no-vendor
   * @param message for people
   */
  record NoneFits(RefusalCode code, String message) implements Selection {}
}

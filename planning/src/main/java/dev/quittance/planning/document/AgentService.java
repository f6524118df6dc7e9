package dev.quittance.planning.document;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A service that an agent offers, and on what terms.
 *
 * @param service id of the service
 * @param executor what does the work, such as {@code builtin/summarization}
 * @param price what the buyer pays for one step, fee included, in the asset's smallest unit
 * @param etaMs how long the agent says that it takes
 * @param confidencePpm how sure the agent is to deliver; null when not stated
 * @param safetyPpm how safe its work is; null when not stated
 * @param timeoutMs after this time the step has failed; null when not stated
 */
public record AgentService(
    String service,
    String executor,
    BigInteger price,
    int etaMs,
    @Nullable Integer confidencePpm,
    @Nullable Integer safetyPpm,
    @Nullable Integer timeoutMs) {

  /** The stated confidence, or {@link Limits#DEFAULT_CONFIDENCE_PPM}. */
  public int confidencePpmOrDefault() {
    return confidencePpm == null ? Limits.DEFAULT_CONFIDENCE_PPM : confidencePpm;
  }

  /** The stated safety, or {@link Limits#DEFAULT_SAFETY_PPM}. */
  public int safetyPpmOrDefault() {
    return safetyPpm == null ? Limits.DEFAULT_SAFETY_PPM : safetyPpm;
  }

  /** The stated timeout, or {@link Limits#DEFAULT_TIMEOUT_MS}. */
  public int timeoutMsOrDefault() {
    return timeoutMs == null ? Limits.DEFAULT_TIMEOUT_MS : timeoutMs;
  }

  static AgentService read(MemberReader members) {
    return new AgentService(
        members.text("service", Shape.ID),
        members.text("executor", Shape.EXECUTOR),
        members.amount("price"),
        members.integer("etaMs", 0, Limits.DURATION_MS),
        members.optionalInteger("confidencePpm", 0, Limits.PPM),
        members.optionalInteger("safetyPpm", 0, Limits.PPM),
        members.optionalInteger("timeoutMs", 1, Limits.DURATION_MS));
  }

  CanonicalJson json() {
    return new ObjectWriter()
        .put("service", service)
        .put("executor", executor)
        .put("price", price)
        .put("etaMs", etaMs)
        .put("confidencePpm", confidencePpm)
        .put("safetyPpm", safetyPpm)
        .put("timeoutMs", timeoutMs)
        .canonical();
  }
}

package dev.quittance.planning.document;

import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code quittance-policy/v1}: what a tenant's orders may do and cost, and the fee on them. The
 * latest document of an id is the policy.
 *
 * @param id the policy's id
 * @param feeBps part of each price that goes to the fee recipient, 0..10000
 * @param feeRecipient address that the fee goes to
 * @param services the allowed services; null when all are
 * @param vendors ids of the allowed agents; null when all are
 * @param perOrderCap the most that one order may cost; null when only its budget limits it
 * @param perDayCap the most that a tenant's orders decided on one UTC day may cost; null when
 *     nothing limits it
 * @param maxSteps the most steps of an order; null when {@link Limits#STEPS} limits it
 * @param benchPrices the price of a service against which offers are measured, at least 1; null
 *     when not stated
 * @param sloMs the time against which offers are measured; null when not stated
 */
public record Policy(
    String id,
    int feeBps,
    String feeRecipient,
    @Nullable List<String> services,
    @Nullable List<String> vendors,
    @Nullable BigInteger perOrderCap,
    @Nullable BigInteger perDayCap,
    @Nullable Integer maxSteps,
    @Nullable SortedMap<String, BigInteger> benchPrices,
    @Nullable Integer sloMs)
    implements TenancyDocument {
  /** The {@code format} member. */
  public static final String FORMAT = "quittance-policy/v1";

  /** Keeps immutable copies. */
  public Policy {
    services = services == null ? null : List.copyOf(services);
    vendors = vendors == null ? null : List.copyOf(vendors);
    benchPrices =
        benchPrices == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(benchPrices));
  }

  /** Strictly parses UTF-8 JSON. */
  public static Parsed<Policy> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Policy::read);
  }

  /** Whether orders may ask for the service. */
  public boolean allowsService(String service) {
    return services == null || services.contains(service);
  }

  /** Whether the agent may be chosen. */
  public boolean allowsVendor(String agentId) {
    return vendors == null || vendors.contains(agentId);
  }

  /** The most steps of an order. */
  public int maxStepsOrDefault() {
    return maxSteps == null ? Limits.STEPS : maxSteps;
  }

  /**
   * The price of a service against which offers are measured, or {@link
   * Limits#DEFAULT_BENCH_PRICE}.
   */
  public BigInteger benchPriceOrDefault(String service) {
    return benchPrices == null
        ? Limits.DEFAULT_BENCH_PRICE
        : benchPrices.getOrDefault(service, Limits.DEFAULT_BENCH_PRICE);
  }

  /** The time against which offers are measured, or {@link Limits#DEFAULT_SLO_MS}. */
  public int sloMsOrDefault() {
    return sloMs == null ? Limits.DEFAULT_SLO_MS : sloMs;
  }

  /** The fee inside of a price: {@code price · feeBps / 10000}, rounded down. */
  public BigInteger feeOn(BigInteger price) {
    return price.multiply(BigInteger.valueOf(feeBps)).divide(BigInteger.valueOf(Limits.BPS));
  }

  @Override
  public CanonicalJson canonical() {
    return new ObjectWriter()
        .put("format", FORMAT)
        .put("id", id)
        .put("feeBps", feeBps)
        .put("feeRecipient", feeRecipient)
        .texts("services", services)
        .texts("vendors", vendors)
        .put("perOrderCap", perOrderCap)
        .put("perDayCap", perDayCap)
        .put("maxSteps", maxSteps)
        .amounts("benchPrices", benchPrices)
        .put("sloMs", sloMs)
        .canonical();
  }

  static Policy read(MemberReader members) {
    members.constant("format", FORMAT);
    return new Policy(
        members.text("id", Shape.ID),
        members.integer("feeBps", 0, Limits.BPS),
        members.text("feeRecipient", Shape.ADDRESS),
        members.optionalTexts("services", Shape.ID, Limits.IDS),
        members.optionalTexts("vendors", Shape.ID, Limits.IDS),
        members.optionalAmount("perOrderCap"),
        members.optionalAmount("perDayCap"),
        members.optionalInteger("maxSteps", 1, Limits.STEPS),
        members.optionalPositiveAmounts("benchPrices"),
        members.optionalInteger("sloMs", 1, Limits.DURATION_MS));
  }
}

package dev.quittance.executors.model;

import java.math.BigInteger;

/**
 * What an endpoint charges.
 *
 * @param unit the smallest unit of money that the prices count, such as {@code micro-usd}
 * @param perMillionInput units for a million tokens that go in
 * @param perMillionOutput units for a million tokens that come out
 */
public record Pricing(String unit, BigInteger perMillionInput, BigInteger perMillionOutput) {
  private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

  /** The cost of a call in whole units, rounded up. */
  public BigInteger cost(long inputTokens, long outputTokens) {
    BigInteger millionths =
        perMillionInput
            .multiply(BigInteger.valueOf(inputTokens))
            .add(perMillionOutput.multiply(BigInteger.valueOf(outputTokens)));
    return millionths.add(MILLION).subtract(BigInteger.ONE).divide(MILLION);
  }
}

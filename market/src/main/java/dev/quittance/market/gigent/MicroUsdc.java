package dev.quittance.market.gigent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Prices, which Gigent writes as floats, as whole millionths of a USDC. */
final class MicroUsdc {
  private static final int DECIMALS = 6;
  private static final BigDecimal MOST = new BigDecimal("1e18");

  private MicroUsdc() {}

  /**
   * The amount of a price's decimal text.
   *
   * @return empty for a negative price, one beyond reason, or one with more than six digits after
   *     the point
   */
  static Optional<BigInteger> of(BigDecimal price) {
    if (price.signum() < 0 || price.compareTo(MOST) > 0) {
      return Optional.empty();
    }
    BigDecimal plain = price.stripTrailingZeros();
    return plain.scale() > DECIMALS
        ? Optional.empty()
        : Optional.of(plain.movePointRight(DECIMALS).toBigIntegerExact());
  }
}

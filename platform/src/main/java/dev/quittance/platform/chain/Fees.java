package dev.quittance.platform.chain;

import java.math.BigInteger;

/**
 * What a transaction offers for its gas (EIP-1559), in wei per gas.
 *
 * @param maxFee the most that is paid in all
 * @param tip the most of it that goes to the block's proposer
 */
public record Fees(BigInteger maxFee, BigInteger tip) {
  /** Room for six full blocks in a row, each of which raises the base fee by an eighth. */
  private static final BigInteger BASE_FEE_HEADROOM = BigInteger.TWO;

  /** The usual offer on top of a base fee. */
  public static Fees over(BigInteger baseFee, BigInteger tip) {
    return new Fees(baseFee.multiply(BASE_FEE_HEADROOM).add(tip), tip);
  }
}

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

  /** Nodes take a transaction in place of another for a tenth more, some for an eighth. */
  private static final BigInteger RAISED_BY_ONE_IN = BigInteger.valueOf(8);

  /** The usual offer on top of a base fee. */
  public static Fees over(BigInteger baseFee, BigInteger tip) {
    return new Fees(baseFee.multiply(BASE_FEE_HEADROOM).add(tip), tip);
  }

  /** The least that nodes take in place of this offer, or the usual one now where that is more. */
  public Fees raisedTo(Fees usual) {
    return new Fees(raised(maxFee).max(usual.maxFee), raised(tip).max(usual.tip));
  }

  /** The same offer, limited in all. */
  public Fees atMost(BigInteger limit) {
    return new Fees(maxFee.min(limit), tip.min(limit));
  }

  private static BigInteger raised(BigInteger offer) {
    return offer.add(offer.divide(RAISED_BY_ONE_IN)).add(BigInteger.ONE);
  }
}

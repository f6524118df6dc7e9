package dev.quittance.platform.chain;

import java.math.BigInteger;

/**
 * A block's header, as far as senders need it.
 *
 * @param ref number and hash
 * @param timestamp unix seconds
 * @param baseFee wei per gas (EIP-1559); zero on a chain without
 */
public record BlockHead(BlockRef ref, long timestamp, BigInteger baseFee) {
  /** The block's number. */
  public long number() {
    return ref.number();
  }
}

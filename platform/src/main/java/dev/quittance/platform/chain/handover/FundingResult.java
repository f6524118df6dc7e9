package dev.quittance.platform.chain.handover;

import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;

/** How giving the new key money for gas ended. */
public sealed interface FundingResult {
  /**
   * The new key has what it should have.
   *
   * @param transaction the transfer from the old key
   * @param amountWei what was missing and is sent by it
   */
  record Funded(Bytes32 transaction, BigInteger amountWei) implements FundingResult {}

  /** It had as much before; nothing was sent. */
  record EnoughAlready(BigInteger balanceWei) implements FundingResult {}

  /** It is not funded; {@code reason} says why and what to do. */
  record Refused(String reason) implements FundingResult {}
}

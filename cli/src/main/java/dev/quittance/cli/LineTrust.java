package dev.quittance.cli;

import dev.quittance.contracts.Deployment;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.VerifierKey;
import java.math.BigInteger;
import java.util.Optional;

/** What an operator tells those who are to trust its log. */
public final class LineTrust {
  private LineTrust() {}

  /**
   * Whom to trust, made from what the operator itself keeps.
   *
   * @param key checks the log's checkpoints; its name is the log's origin
   * @param deployment the line's contracts
   */
  public static Trust of(VerifierKey key, Deployment deployment) {
    return new Trust(
        key.name(),
        key,
        Optional.of(BigInteger.valueOf(deployment.chainId())),
        Optional.of(Address.fromHex(deployment.anchor())),
        Optional.of(Address.fromHex(deployment.vault())));
  }
}

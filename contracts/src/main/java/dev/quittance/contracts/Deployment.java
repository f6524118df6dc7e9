package dev.quittance.contracts;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where one log's contracts live on one chain. Immutable.
 *
 * @param chainId EIP-155 chain id, positive
 * @param anchor address of the {@code ReceiptAnchor}, also the verifyingContract of receipts
 * @param vault address of the {@code PayoutVault}
 * @param verifier address of the {@code ReceiptVerifier}; deployments of older versions have none
 * @param testUsd address of the devnet token, where one was deployed
 * @param deployBlock block of the anchor contract: no event of the log is older
 */
public record Deployment(
    long chainId,
    String anchor,
    String vault,
    Optional<String> verifier,
    Optional<String> testUsd,
    long deployBlock) {

  private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");

  /**
   * Addresses may come in checksum case and are kept in lower case.
   *
   * @throws IllegalArgumentException naming the component that is out of its form or range
   */
  public Deployment {
    if (chainId <= 0) {
      throw new IllegalArgumentException("chainId must be positive, is " + chainId);
    }
    if (deployBlock < 0) {
      throw new IllegalArgumentException("deployBlock must not be negative, is " + deployBlock);
    }
    anchor = address("anchor", anchor);
    vault = address("vault", vault);
    verifier = verifier.map(address -> address("verifier", address));
    testUsd = testUsd.map(address -> address("testUsd", address));
  }

  private static String address(String component, String text) {
    String lowerCase = text.toLowerCase(Locale.ROOT);
    if (!ADDRESS.matcher(lowerCase).matches()) {
      throw new IllegalArgumentException(
          component + " must be 0x and 40 hex digits, is \"" + text + "\"");
    }
    return lowerCase;
  }
}

package dev.quittance.receipts.bundle;

import dev.quittance.receipts.StrictJson;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.VerifierKey;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a verifier trusts; it never comes from the bundle.
 *
 * @param origin name of the log
 * @param verifierKey key of its checkpoints
 * @param chainId chain that its anchors must be on, if known
 * @param contract its ReceiptAnchor contract, if known
 * @param vault the PayoutVault that pays by it, if known; no bundle speaks of it, an audit does
 */
public record Trust(
    String origin,
    VerifierKey verifierKey,
    Optional<BigInteger> chainId,
    Optional<Address> contract,
    Optional<Address> vault) {

  /** Checks that the key is the log's. */
  public Trust {
    if (!verifierKey.name().equals(origin)) {
      throw new IllegalArgumentException(
          "the verifier key is named %s, not %s".formatted(verifierKey.name(), origin));
    }
  }

  /** Trust in a log, whatever chain it is anchored on. */
  public static Trust of(String origin, VerifierKey verifierKey) {
    return new Trust(origin, verifierKey, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads {@code {"origin","verifierKey"}} with {@code "chainId"} (a decimal string or a number),
   * {@code "contract"} and {@code "vault"} if they are known.
   *
   * @throws IllegalArgumentException naming the member that is missing, unknown or wrong
   */
  public static Trust parse(String json) {
    StrictJson document =
        StrictJson.parse(
            json, Set.of("origin", "verifierKey"), Set.of("chainId", "contract", "vault"));
    return new Trust(
        document.text("origin"),
        VerifierKey.parse(document.text("verifierKey")),
        document.has("chainId")
            ? Optional.of(document.uint256OrNumber("chainId"))
            : Optional.empty(),
        address(document, "contract"),
        address(document, "vault"));
  }

  private static Optional<Address> address(StrictJson document, String member) {
    return document.has(member) ? Optional.of(document.address(member)) : Optional.empty();
  }
}

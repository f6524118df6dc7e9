package dev.quittance.platform.stage;

import dev.quittance.receipts.crypto.Address;
import java.util.List;

/**
 * The chain on which the log is anchored and vendors are paid.
 *
 * @param rpcUrls JSON-RPC over HTTP, of several nodes in the order in which they are asked
 * @param confirmations blocks on top of a final one, where the nodes don't know the tag {@code
 *     finalized}
 * @param chainId EIP-155 id
 * @param anchor the ReceiptAnchor contract
 * @param vault the PayoutVault contract
 */
public record ChainEndpoint(
    List<String> rpcUrls, long confirmations, long chainId, Address anchor, Address vault) {
  /** Copies the list. */
  public ChainEndpoint {
    rpcUrls = List.copyOf(rpcUrls);
  }
}

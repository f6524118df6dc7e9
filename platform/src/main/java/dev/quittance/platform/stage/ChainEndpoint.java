package dev.quittance.platform.stage;

import dev.quittance.receipts.crypto.Address;

/**
 * The chain on which the log is anchored and vendors are paid.
 *
 * @param rpcUrl JSON-RPC over HTTP
 * @param chainId EIP-155 id
 * @param anchor the ReceiptAnchor contract
 * @param vault the PayoutVault contract
 */
public record ChainEndpoint(String rpcUrl, long chainId, Address anchor, Address vault) {}

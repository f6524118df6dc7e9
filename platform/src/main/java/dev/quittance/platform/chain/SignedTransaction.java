package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;

/**
 * A transaction as it is broadcast.
 *
 * @param nonce of the sending key
 * @param hash by which the chain knows it
 * @param raw the bytes, with the type in front (EIP-2718)
 */
public record SignedTransaction(long nonce, Bytes32 hash, Bytes raw) {}

package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;

/**
 * A call of a contract without value, before it is signed (EIP-1559).
 *
 * @param nonce of the sending key
 * @param fees what it offers for gas
 * @param gasLimit gas at most
 * @param to the contract
 * @param data the call's ABI encoding
 */
public record UnsignedTransaction(long nonce, Fees fees, long gasLimit, Address to, Bytes data) {}

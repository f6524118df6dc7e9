package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import java.math.BigInteger;

/**
 * A call of a contract or a transfer, before it is signed (EIP-1559).
 *
 * @param nonce of the sending key
 * @param fees what it offers for gas
 * @param gasLimit gas at most
 * @param to the contract, or who is sent something
 * @param value what is sent along, in wei
 * @param data the call's ABI encoding; empty for a transfer
 */
public record UnsignedTransaction(
    long nonce, Fees fees, long gasLimit, Address to, BigInteger value, Bytes data) {
  /** A call that sends nothing along. */
  public UnsignedTransaction(long nonce, Fees fees, long gasLimit, Address to, Bytes data) {
    this(nonce, fees, gasLimit, to, BigInteger.ZERO, data);
  }
}

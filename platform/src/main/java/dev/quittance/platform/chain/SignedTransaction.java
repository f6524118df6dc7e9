package dev.quittance.platform.chain;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionDecoder;
import org.web3j.crypto.transaction.type.Transaction1559;

/**
 * A transaction as it is broadcast.
 *
 * @param nonce of the sending key
 * @param hash by which the chain knows it
 * @param raw the bytes, with the type in front (EIP-2718)
 * @param fees what it offers for its gas
 */
public record SignedTransaction(long nonce, Bytes32 hash, Bytes raw, Fees fees) {
  /**
   * Reads one that was made by {@link TransactionSigner}.
   *
   * @throws IllegalArgumentException if these are not the bytes of an EIP-1559 transaction
   */
  public static SignedTransaction parse(Bytes raw) {
    RawTransaction decoded = decode(raw);
    if (!(decoded.getTransaction() instanceof Transaction1559 fees)) {
      throw new IllegalArgumentException("not an EIP-1559 transaction: " + raw);
    }
    return new SignedTransaction(
        decoded.getNonce().longValueExact(),
        Keccak256.hash(raw.toByteArray()),
        raw,
        new Fees(fees.getMaxFeePerGas(), fees.getMaxPriorityFeePerGas()));
  }

  private static RawTransaction decode(Bytes raw) {
    try {
      return TransactionDecoder.decode(raw.toString());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("not a transaction: " + raw, e);
    }
  }
}

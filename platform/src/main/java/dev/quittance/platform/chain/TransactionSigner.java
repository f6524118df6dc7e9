package dev.quittance.platform.chain;

import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.math.BigInteger;
import java.util.Arrays;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign.SignatureData;
import org.web3j.crypto.TransactionEncoder;

/**
 * Makes EIP-1559 transactions of one key for one chain; deterministic.
 *
 * @param signer the key
 * @param chainId EIP-155 id, part of what is signed
 */
public record TransactionSigner(Signer signer, long chainId) {
  /** The sender. */
  public Address address() {
    return signer.address();
  }

  /** Signs a transaction. */
  public SignedTransaction sign(UnsignedTransaction transaction) {
    RawTransaction unsigned =
        RawTransaction.createTransaction(
            chainId,
            BigInteger.valueOf(transaction.nonce()),
            BigInteger.valueOf(transaction.gasLimit()),
            transaction.to().toString(),
            transaction.value(),
            transaction.data().toString(),
            transaction.fees().tip(),
            transaction.fees().maxFee());
    Bytes32 digest = Keccak256.hash(TransactionEncoder.encode(unsigned));
    byte[] raw = TransactionEncoder.encode(unsigned, signatureOf(digest));
    return new SignedTransaction(
        transaction.nonce(), Keccak256.hash(raw), Bytes.wrap(raw), transaction.fees());
  }

  private SignatureData signatureOf(Bytes32 digest) {
    byte[] rsv = signer.sign(digest).toBytes().toByteArray();
    return new SignatureData(
        rsv[64], Arrays.copyOfRange(rsv, 0, 32), Arrays.copyOfRange(rsv, 32, 64));
  }
}

package dev.quittance.platform.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Keccak256;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;

class TransactionSignerTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void signsAsWeb3jDoes(long seed) {
    Random random = new Random(seed);
    byte[] secret = bytes(random, 32);
    secret[0] = 1;
    UnsignedTransaction transaction = transaction(random);
    long chainId = 1L + random.nextInt(1_000_000);
    byte[] expected =
        TransactionEncoder.signMessage(
            raw(transaction, chainId), Credentials.create(Bytes.wrap(secret).toString()));

    SignedTransaction signed = new TransactionSigner(signer(secret), chainId).sign(transaction);

    assertThat(signed.raw()).as("seed %d", seed).isEqualTo(Bytes.wrap(expected));
    assertThat(signed.hash()).isEqualTo(Keccak256.hash(expected));
    assertThat(signed.nonce()).isEqualTo(transaction.nonce());
    assertThat(signed.fees()).isEqualTo(transaction.fees());
    assertThat(SignedTransaction.parse(signed.raw())).isEqualTo(signed);
  }

  private static UnsignedTransaction transaction(Random random) {
    return new UnsignedTransaction(
        random.nextInt(300),
        new Fees(
            BigInteger.valueOf(random.nextInt(1 << 30)), BigInteger.valueOf(random.nextInt(9))),
        random.nextInt(1_000_000),
        Address.wrap(bytes(random, 20)),
        Bytes.wrap(bytes(random, random.nextInt(400))));
  }

  private static RawTransaction raw(UnsignedTransaction transaction, long chainId) {
    return RawTransaction.createTransaction(
        chainId,
        BigInteger.valueOf(transaction.nonce()),
        BigInteger.valueOf(transaction.gasLimit()),
        transaction.to().toString(),
        BigInteger.ZERO,
        transaction.data().toString(),
        transaction.fees().tip(),
        transaction.fees().maxFee());
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static Signer signer(byte[] secret) {
    SigningKey key = SIGNATURES.key(Bytes32.copyOf(secret));
    return new Signer() {
      @Override
      public Address address() {
        return key.address();
      }

      @Override
      public EcdsaSignature sign(Bytes32 digest) {
        return SIGNATURES.sign(digest, key);
      }
    };
  }
}

package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgementTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  /** The promise was given at 1000 and allows 500 more. */
  @ParameterizedTest
  @CsvSource({
    "1200, 9999, Kept, false",
    "1500, 9999, Kept, false",
    "0, 0, Kept, false",
    "1501, 9999, Late, true",
    "-1, 1500, Open, false",
    "-1, 0, Open, false",
    "-1, 1501, Missing, true",
  })
  void isHeldAgainstTheLog(long receiptAt, long knownUntil, String verdict, boolean breach) {
    Acknowledgement promise = new Acknowledgement(Bytes32.ZERO, Bytes32.ZERO, 1000, 500);
    OptionalLong receipt = receiptAt < 0 ? OptionalLong.empty() : OptionalLong.of(receiptAt);
    Acknowledgement.Verdict said = promise.check(receipt, knownUntil);
    assertThat(said.getClass().getSimpleName()).isEqualTo(verdict);
    assertThat(said.isBreach()).isEqualTo(breach);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void signatureBindsEveryField(long seed) {
    RandomValues values = new RandomValues(seed);
    SigningKey house = SIGNATURES.key(values.bytes32());
    ReceiptDomain domain = new ReceiptDomain(BigInteger.TEN, values.address());
    ReceiptDomain other = new ReceiptDomain(BigInteger.TWO, values.address());
    Acknowledgement promise = new Acknowledgement(values.bytes32(), values.bytes32(), 1000, 500);
    EcdsaSignature signature = SIGNATURES.sign(promise.digest(domain), house);
    assertThat(promise.isSignedBy(house.address(), signature, domain, SIGNATURES)).isTrue();
    assertThat(promise.isSignedBy(values.address(), signature, domain, SIGNATURES)).isFalse();
    assertThat(promise.isSignedBy(house.address(), signature, other, SIGNATURES)).isFalse();
    for (Acknowledgement changed :
        new Acknowledgement[] {
          new Acknowledgement(values.bytes32(), promise.orderHash(), 1000, 500),
          new Acknowledgement(promise.orderId(), values.bytes32(), 1000, 500),
          new Acknowledgement(promise.orderId(), promise.orderHash(), 1001, 500),
          new Acknowledgement(promise.orderId(), promise.orderHash(), 1000, 501),
        }) {
      assertThat(changed.isSignedBy(house.address(), signature, domain, SIGNATURES)).isFalse();
    }
  }

  @Test
  void timesThatCanNotBeAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Acknowledgement(Bytes32.ZERO, Bytes32.ZERO, -1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Acknowledgement(Bytes32.ZERO, Bytes32.ZERO, 1, Long.MAX_VALUE));
  }
}

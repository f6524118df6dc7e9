package dev.quittance.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReceiptTest {

  private static Receipt receipt(Verdict verdict, BigInteger amount, BigInteger fee, long seq) {
    return new Receipt(
        Bytes32.ZERO,
        Bytes32.ZERO,
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        amount,
        fee,
        Address.ZERO,
        verdict,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        0,
        0,
        seq);
  }

  @ParameterizedTest
  @CsvSource({
    "COMPLETED, 0, 0, true",
    "COMPLETED, 10, 10, true",
    "COMPLETED, 10, 11, false",
    "COMPLETED, 340282366920938463463374607431768211455, 0, true",
    "COMPLETED, 340282366920938463463374607431768211456, 0, false",
    "FAILED, 0, 0, true",
    "FAILED, 1, 0, false",
    "REJECTED, 0, 1, false",
  })
  void amounts(Verdict verdict, BigInteger amount, BigInteger fee, boolean valid) {
    assertThat(receipt(verdict, amount, fee, 1).hasValidAmounts()).isEqualTo(valid);
  }

  @Test
  void rangesAreChecked() {
    BigInteger zero = BigInteger.ZERO;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receipt(Verdict.FAILED, BigInteger.ONE.shiftLeft(256), zero, 1))
        .withMessageStartingWith("amount must be");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receipt(Verdict.FAILED, zero, BigInteger.ONE.negate(), 1))
        .withMessageStartingWith("fee must be");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> receipt(Verdict.FAILED, zero, zero, -1))
        .withMessageStartingWith("seq must be");
  }

  @Test
  void stepIdIsTheHashOfPlanHashAndIndex() {
    // SHA-256 of 35 zero bytes and one byte 0x02, by another program.
    assertThat(Receipt.stepId(Bytes32.ZERO, 2))
        .hasToString("0xe15f374423633701e04fe17c1d640b34f2e27b8f6aec00e24f1dcf50ad0920b3");
  }
}

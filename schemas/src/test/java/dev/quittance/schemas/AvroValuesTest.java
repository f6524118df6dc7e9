package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AvroValuesTest {
  private static final BigInteger LARGEST = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void integersComeBack(long seed) {
    Random random = new Random(seed);
    for (int bits = 0; bits <= 256; bits++) {
      BigInteger value = new BigInteger(bits, random);

      assertThat(AvroValues.integer(AvroValues.uint256(value))).isEqualTo(value);
    }
  }

  @Test
  void integersAreBigEndianWords() {
    assertThat(AvroValues.uint256(BigInteger.valueOf(0x0102)).bytes())
        .hasSize(32)
        .startsWith(0, 0)
        .endsWith(1, 2);
    assertThat(AvroValues.integer(AvroValues.uint256(LARGEST))).isEqualTo(LARGEST);
    assertThat(AvroValues.integer(AvroValues.uint256(BigInteger.ZERO))).isZero();
  }

  @Test
  void whatIsNoUint256IsRefused() {
    assertThatThrownBy(() -> AvroValues.uint256(BigInteger.ONE.negate()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an unsigned 256-bit integer: -1");
    assertThatThrownBy(() -> AvroValues.uint256(LARGEST.add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hexComesBack() {
    String hash = "0x" + "0aB9".repeat(16);
    String address = "0x" + "f0".repeat(20);

    assertThat(AvroValues.hex(AvroValues.hash32(hash))).isEqualTo("0x" + "0ab9".repeat(16));
    assertThat(AvroValues.hex(AvroValues.address20(address))).isEqualTo(address);
    assertThat(AvroValues.hex(AvroValues.noHash())).isEqualTo("0x" + "00".repeat(32));
    assertThat(AvroValues.hex(new byte[0])).isEqualTo("0x");
  }

  @Test
  void wrongLengthsAndFormsAreRefused() {
    assertThatThrownBy(() -> AvroValues.hash32(new byte[31]))
        .hasMessage("expected 32 bytes, got 31");
    assertThatThrownBy(() -> AvroValues.address20("0x" + "00".repeat(21)))
        .hasMessage("expected 20 bytes, got 21");
    assertThatThrownBy(() -> AvroValues.hash32("00".repeat(32)))
        .hasMessageStartingWith("hex without 0x");
    assertThatThrownBy(() -> AvroValues.hash32("0x" + "zz".repeat(32)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bufferIsReadWithoutMovingIt() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4});
    buffer.position(1).limit(3);

    assertThat(AvroValues.bytes(buffer)).containsExactly(2, 3);
    assertThat(AvroValues.bytes(buffer)).containsExactly(2, 3);
  }
}

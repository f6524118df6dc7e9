package dev.quittance.receipts.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.RandomValues;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0X00", "0x0", "0xAB", "0x0g", "0x 0"})
  void hexIsStrict(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Hex.parse(text));
  }

  @Test
  void lengthsAreChecked() {
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes32.fromHex("0x00"));
    assertThatIllegalArgumentException().isThrownBy(() -> Address.copyOf(new byte[21]));
    assertThatIllegalArgumentException().isThrownBy(() -> EcdsaSignature.fromHex("0x00"));
  }

  @Test
  void orderIsUnsigned() {
    Address low = Address.fromHex("0x7f00000000000000000000000000000000000000");
    Address high = Address.fromHex("0x8000000000000000000000000000000000000000");
    assertThat(low).isLessThan(high);
    assertThat(low.toBytes()).isLessThan(high.toBytes());
    assertThat(Address.ZERO.isZero()).isTrue();
    assertThat(high.isZero()).isFalse();
  }

  @Test
  void valuesCannotBeChangedFromOutside() {
    byte[] bytes = new byte[32];
    Bytes32 value = Bytes32.copyOf(bytes);
    bytes[0] = 1;
    value.toByteArray()[0] = 1;
    assertThat(value).isEqualTo(Bytes32.ZERO).hasToString("0x" + "00".repeat(32));
  }

  @Test
  void knownHashes() {
    assertThat(Sha256.hash(Bytes.EMPTY))
        .hasToString("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Keccak256.hash())
        .hasToString("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  }

  @Test
  void ed25519VerifiesOnlyWhatWasSigned() {
    RandomValues values = new RandomValues(1);
    Bytes32 seed = values.bytes32();
    byte[] message = "message".getBytes(StandardCharsets.UTF_8);
    Bytes signature = Ed25519.sign(message, seed);
    Bytes32 key = Ed25519.publicKey(seed);

    assertThat(Ed25519.verify(message, signature, key)).isTrue();
    assertThat(Ed25519.verify(message, values.flipped(signature), key)).isFalse();
    assertThat(Ed25519.verify(message, values.bytes(63), key)).isFalse();
    assertThat(Ed25519.verify(new byte[1], signature, key)).isFalse();
  }
}

package dev.quittance.receipts.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.RandomValues;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws 17 and 18: what is refused, and that all ways agree. */
class SignatureLawsTest {

  private static final BigInteger ORDER =
      new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);
  private static final NativeSecp256k1 NATIVE = NativeSecp256k1.load().orElseThrow();
  private static final NativeSecp256k1 JNI =
      NativeSecp256k1.load(() -> _ -> Optional.empty()).orElseThrow();
  private static final Secp256k1Signatures PURE = new BouncyCastleSecp256k1();
  private static final List<Secp256k1Signatures> ALL = List.of(NATIVE, JNI, PURE);

  private static EcdsaSignature signature(BigInteger r, BigInteger s, int v) {
    return EcdsaSignature.of(
            Bytes.wrap(
                ByteBuffer.allocate(EcdsaSignature.SIZE)
                    .put(BigIntegers.asUnsignedByteArray(32, r))
                    .put(BigIntegers.asUnsignedByteArray(32, s))
                    .put((byte) v)
                    .array()))
        .orElseThrow();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  @DisplayName("17: high s, v other than 27 and 28, r or s of 0 or not below n are refused")
  void law17(long seed) {
    RandomValues values = new RandomValues(seed);
    for (int i = 0; i < 20; i++) {
      Bytes32 digest = values.bytes32();
      EcdsaSignature good = NATIVE.sign(digest, NATIVE.key(values.bytes32()));
      BigInteger r = good.r();
      BigInteger s = good.s();
      int v = 27 + good.recoveryId();
      List<EcdsaSignature> refused =
          List.of(
              signature(r, ORDER.subtract(s), v),
              signature(r, ORDER.subtract(s), 55 - v),
              signature(r, s, v - 27),
              signature(r, s, v + 2),
              signature(r, s, 0xff),
              signature(BigInteger.ZERO, s, v),
              signature(r, BigInteger.ZERO, v),
              signature(ORDER, s, v),
              signature(r, ORDER, v),
              signature(ORDER.add(BigInteger.TEN), s, v));
      for (Secp256k1Signatures library : ALL) {
        assertThat(library.recover(digest, good)).isPresent();
        for (EcdsaSignature bad : refused) {
          assertThat(library.recover(digest, bad)).as("seed %d: %s", seed, bad).isEmpty();
        }
      }
    }
    assertThat(EcdsaSignature.of(values.bytes(64))).isEmpty();
    assertThat(EcdsaSignature.of(values.bytes(66))).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  @DisplayName("18: all ways give the same keys and signatures")
  void law18Signing(long seed) {
    RandomValues values = new RandomValues(seed);
    for (int i = 0; i < 200; i++) {
      Bytes32 secret = values.bytes32();
      Bytes32 digest = values.bytes32();
      SigningKey key = NATIVE.key(secret);
      EcdsaSignature signature = NATIVE.sign(digest, key);

      assertThat(PURE.key(secret).address()).isEqualTo(key.address());
      assertThat(PURE.sign(digest, key)).as("seed %d", seed).isEqualTo(signature);
      assertThat(JNI.sign(digest, key)).as("seed %d", seed).isEqualTo(signature);
      assertThat(signature.isCanonical()).isTrue();
      assertThat(NATIVE.recover(digest, signature)).contains(key.address());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {7, 8, 9})
  @DisplayName("18: all ways recover the same, or nothing, from any 65 bytes")
  void law18Recovery(long seed) {
    RandomValues values = new RandomValues(seed);
    int recovered = 0;
    for (int i = 0; i < 200; i++) {
      Bytes32 digest = i % 10 == 0 ? Bytes32.ZERO : values.bytes32();
      BigInteger r = new BigInteger(i % 7 == 0 ? 8 : 256, values.random());
      BigInteger s = new BigInteger(i % 2 == 0 ? 255 : 256, values.random());
      EcdsaSignature any = signature(r, s, 26 + values.below(4));
      Optional<Address> expected = NATIVE.recover(digest, any);

      assertThat(JNI.recover(digest, any)).as("seed %d: %s", seed, any).isEqualTo(expected);
      assertThat(PURE.recover(digest, any)).as("seed %d: %s", seed, any).isEqualTo(expected);
      recovered += expected.isPresent() ? 1 : 0;
    }
    assertThat(recovered).as("random signatures that recover to some key").isPositive();
  }

  @Test
  @DisplayName("18: all ways refuse secrets that are not below the curve's order")
  void law18Keys() {
    Bytes32 order = Bytes32.wrap(BigIntegers.asUnsignedByteArray(32, ORDER));
    for (Secp256k1Signatures library : ALL) {
      assertThatIllegalArgumentException().isThrownBy(() -> library.key(Bytes32.ZERO));
      assertThatIllegalArgumentException().isThrownBy(() -> library.key(order));
    }
  }
}

package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WireFormatTest {
  private static final Schema RECEIPTS = Topics.RECEIPTS.schema();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 0x01020304, Integer.MAX_VALUE})
  void headerIsAZeroByteAndTheIdBigEndian(int id) {
    byte[] value = WireFormat.encode(id, RandomRecords.receipt(new Random(1)));

    assertThat(value[0]).isZero();
    assertThat(Arrays.copyOfRange(value, 1, 5))
        .containsExactly(id >>> 24, (id >>> 16) & 255, (id >>> 8) & 255, id & 255);
    assertThat(WireFormat.schemaId(value)).isEqualTo(OptionalInt.of(id));
  }

  @Test
  void unframedValueHasNoId() {
    assertThat(WireFormat.schemaId(new byte[0])).isEmpty();
    assertThat(WireFormat.schemaId(new byte[4])).isEmpty();
    assertThat(WireFormat.schemaId(new byte[] {1, 0, 0, 0, 1})).isEmpty();
    assertThat(WireFormat.decode(new byte[4], RECEIPTS, Topics.RECEIPTS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordComesBackAndNothingElseDoes(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var record = RandomRecords.receipt(random);
      byte[] value = WireFormat.encode(7, record);

      assertThat(WireFormat.decode(value, RECEIPTS, Topics.RECEIPTS)).contains(record);
      assertThat(WireFormat.decode(longer(value, random), RECEIPTS, Topics.RECEIPTS)).isEmpty();
      assertThat(WireFormat.decode(shorter(value, random), RECEIPTS, Topics.RECEIPTS)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void randomBytesNeverDecodeToAReceipt(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 5000; round++) {
      byte[] value = new byte[random.nextInt(600)];
      random.nextBytes(value);
      if (value.length > 5 && round % 2 == 0) {
        // A receipt's branch of the union, so that more than the first byte is looked at.
        value[5] = 0;
      }

      assertThat(WireFormat.decode(value, RECEIPTS, Topics.RECEIPTS)).isEmpty();
    }
  }

  /** The signature's length in front of 65 bytes: two bytes, then the proof's branch. */
  @ParameterizedTest
  @ValueSource(longs = {66, 1 << 20, 2_000_000_000, Integer.MAX_VALUE, Long.MAX_VALUE, -1, -65})
  void lengthThatLiesIsRefusedWithoutAllocating(long length) {
    byte[] value =
        WireFormat.encode(
            7, ReceiptsCodec.record(RandomRecords.signedReceipt(new Random(3)), null));
    int signatureAt = value.length - 1 - 65 - 2;
    assertThat(value[signatureAt]).isEqualTo((byte) 0x82);
    ByteBuffer lying = ByteBuffer.allocate(value.length + 10);
    lying.put(value, 0, signatureAt);
    lying.put(zigzag(length));
    lying.put(value, signatureAt + 2, 66);
    byte[] bytes = Arrays.copyOf(lying.array(), lying.position());

    assertThat(WireFormat.decode(bytes, RECEIPTS, Topics.RECEIPTS)).isEmpty();
  }

  private static byte[] zigzag(long value) {
    ByteBuffer out = ByteBuffer.allocate(10);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] longer(byte[] value, Random random) {
    return Arrays.copyOf(value, value.length + 1 + random.nextInt(9));
  }

  private static byte[] shorter(byte[] value, Random random) {
    return Arrays.copyOf(value, random.nextInt(value.length));
  }
}

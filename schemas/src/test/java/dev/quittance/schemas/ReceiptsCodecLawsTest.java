package dev.quittance.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.Malformed;
import dev.quittance.receipts.log.SignedPeriodClose;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceiptsCodecLawsTest {
  private static final int ID = 42;
  private static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(ID, Topics.RECEIPTS.schema()));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void receiptComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      SignedReceipt signed = RandomRecords.signedReceipt(random);
      byte[] value = WireFormat.encode(ID, ReceiptsCodec.record(signed, "proof"));

      assertThat(CODEC.decode(value)).isEqualTo(DecodedReceipt.of(signed));
      assertThat(CODEC.receipt(value)).contains(signed);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void closeComesBackAsItWas(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      SignedPeriodClose signed = RandomRecords.signedClose(random);
      byte[] value = WireFormat.encode(ID, ReceiptsCodec.record(signed));

      assertThat(CODEC.decode(value)).isEqualTo(DecodedClose.of(signed));
      assertThat(CODEC.receipt(value)).isEmpty();
    }
  }

  @Test
  void proofStandsInTheRecord() {
    SignedReceipt signed = RandomRecords.signedReceipt(new Random(5));

    ReceiptsRecord with = ReceiptsCodec.record(signed, "{\"a\":1}");
    ReceiptsRecord without = ReceiptsCodec.record(signed, null);

    assertThat(((dev.quittance.schemas.avro.Receipt) with.getBody()).getProof())
        .isEqualTo("{\"a\":1}");
    assertThat(((dev.quittance.schemas.avro.Receipt) without.getBody()).getProof()).isNull();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void everythingElseIsMalformed(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] value = WireFormat.encode(ID, RandomRecords.receipt(random));
      byte[] otherId = WireFormat.encode(ID + 1, RandomRecords.receipt(random));
      byte[] otherFrame = value.clone();
      otherFrame[0] = 1;
      byte[] noise = new byte[random.nextInt(600)];
      random.nextBytes(noise);

      assertThat(CODEC.decode(otherId)).isEqualTo(new Malformed());
      assertThat(CODEC.decode(otherFrame)).isEqualTo(new Malformed());
      assertThat(CODEC.decode(noise)).isEqualTo(new Malformed());
      assertThat(CODEC.decode(Arrays.copyOf(value, value.length + 1))).isEqualTo(new Malformed());
      assertThat(CODEC.decode(Arrays.copyOf(value, value.length - 1))).isEqualTo(new Malformed());
    }
    assertThat(CODEC.decode(null)).isEqualTo(new Malformed());
    assertThat(CODEC.decode(new byte[0])).isEqualTo(new Malformed());
  }
}

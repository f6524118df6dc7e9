package dev.quittance.auditor.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.RandomLogs;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.Malformed;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast decoding and the codec say the same of any bytes. */
class ReceiptDecodingLawsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithTheCodecOnReceiptsClosesAndWhatIsLeftOfThem(long seed) {
    Random random = new Random(seed);
    RandomLogs logs = new RandomLogs(seed, 3);
    LogRules rules = rules(logs);
    ReceiptsCodec codec = AcceptedSchemas.codec(rules);
    ReceiptDecoding decoding = new ReceiptDecoding(codec, rules);
    SigningKey agent = RandomLogs.SIGNATURES.key(logs.bytes32());
    for (int i = 0; i < 40; i++) {
      Receipt receipt = logs.receipt(agent, logs.bytes32(), i % 3, random.nextLong(1L << 62));
      String proof = random.nextBoolean() ? null : "proof of work ✓ " + i;
      byte[] value =
          WireFormat.encode(
              RandomLogs.SCHEMA_ID, ReceiptsCodec.record(logs.signed(receipt, agent), proof));
      assertThat(decoding.decode(value)).isInstanceOf(DecodedReceipt.class);
      agree(decoding, codec, value, seed);
      for (int change = 0; change < 200; change++) {
        agree(decoding, codec, changed(value, random), seed);
      }
    }
    byte[] close = logs.close(1, 7, logs.operator).toByteArray();
    agree(decoding, codec, close, seed);
    agree(decoding, codec, changed(close, random), seed);
    assertThat(decoding.decode(null)).isEqualTo(new Malformed());
  }

  private static void agree(
      ReceiptDecoding decoding, ReceiptsCodec codec, byte[] value, long seed) {
    assertThat(decoding.decode(value))
        .as("seed %d, %s", seed, Arrays.toString(value))
        .isEqualTo(codec.decode(value));
  }

  private static byte[] changed(byte[] value, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(value, random.nextInt(value.length));
      case 1 -> Arrays.copyOf(value, value.length + 1 + random.nextInt(3));
      default -> {
        byte[] bytes = value.clone();
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        yield bytes;
      }
    };
  }

  private static LogRules rules(RandomLogs logs) {
    return new LogRules(
        logs.identity.origin(),
        0,
        logs.identity.domain(),
        Topics.RECEIPTS.name(),
        3,
        List.of(
            new AcceptedSchema(
                RandomLogs.SCHEMA_ID, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
        logs.operator.address(),
        new PeriodSchedule(1_767_571_200, 10, PeriodSchedule.CatchUp.EACH));
  }
}

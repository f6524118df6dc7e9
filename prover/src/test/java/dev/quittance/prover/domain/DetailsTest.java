package dev.quittance.prover.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.disclosure.FieldTree;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class DetailsTest {

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"not json", "{\"a\":1,\"a\":2}", "{\"a\":\"\\ud800\"}"})
  void allButTheEvidenceIsAlwaysThere(@Nullable String evidence) {
    assertThat(Details.of(work(evidence)))
        .isEqualTo(
            Map.of(
                "/tenant", "\"acme\"",
                "/service", "\"extraction\"",
                "/executor", "\"\"",
                "/step", "2",
                "/attempt", "1",
                "/code", "\"\"",
                "/message", "\"\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"model\": \"m\", \"tokens\":{\"out\":7,\"in\":1.0}} | /evidence/tokens | {\"in\":1,\"out\":7}",
        "{\"a~/b\":true}  | /evidence/a~0~1b | true",
        "{\"\":null}      | /evidence/       | null",
        "{}               | /evidence        | {}",
        "[1, 2]           | /evidence        | [1,2]",
        "\"text\"         | /evidence        | \"text\"",
      })
  void aFieldPerMemberOfTheEvidence(String evidence, String path, String value) {
    Map<String, String> fields = Details.of(work(evidence));

    assertThat(fields).containsEntry(path, value);
    assertThat(FieldTree.of(Bytes32.ZERO, fields).disclose(path)).isPresent();
  }

  @Test
  void manyMembersAreOneField() {
    StringBuilder evidence = new StringBuilder("{\"m\":0");
    for (int i = 0; i < 40; i++) {
      evidence.append(",\"m").append(i).append("\":").append(i);
    }

    assertThat(Details.of(work(evidence + "}"))).containsKey("/evidence").hasSize(8);
  }

  /** Vendors write evidence: whatever it is, a field tree comes of it and no crash. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void anyEvidenceHasAFieldTree(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String evidence =
          "{\"a\":" + number(random) + ",\"" + text(random) + "\":\"" + text(random) + "\"}";

      Map<String, String> fields = Details.of(work(evidence));

      assertThat(FieldTree.of(Bytes32.ZERO, fields).fields())
          .as("seed %d: %s", seed, evidence)
          .hasSameSizeAs(fields.keySet());
    }
  }

  private static String number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong())).replace("NaN", "0");
      case 1 -> Long.toString(random.nextLong());
      case 2 -> random.nextInt(1000) + "e" + (random.nextInt(60) - 30);
      default -> random.nextInt(100) + "." + random.nextInt(100000);
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(
          switch (random.nextInt(6)) {
            case 0 -> "\\u%04x".formatted(random.nextInt(0x10000));
            case 1 -> "/";
            case 2 -> "~";
            case 3 -> Character.toString(0x1f600 + random.nextInt(50));
            case 4 -> "\u20ac";
            default -> "x";
          });
    }
    return text.toString();
  }

  @Test
  void everyReceiptHasAnIdOfItsOwn() {
    Work work = work(null);

    assertThat(Details.receiptId(work, 1, 2))
        .isEqualTo(Details.receiptId(work, 1, 2))
        .isNotEqualTo(Details.receiptId(work, 2, 2))
        .isNotEqualTo(Details.receiptId(work, 1, 3));
  }

  private static Work work(@Nullable String evidence) {
    return new Work(
        Bytes32.ZERO,
        Receipt.stepId(Bytes32.ZERO, 0),
        Address.ZERO,
        Address.ZERO,
        Address.ZERO,
        BigInteger.ONE,
        BigInteger.ZERO,
        Address.ZERO,
        Verdict.COMPLETED,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        1000,
        2,
        1,
        "",
        "",
        "acme",
        "extraction",
        "",
        Optional.ofNullable(evidence));
  }
}

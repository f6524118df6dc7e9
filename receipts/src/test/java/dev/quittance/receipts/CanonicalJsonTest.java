package dev.quittance.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{ \"b\" : 1 , \"a\" : [ ] } | {\"a\":[],\"b\":1}",
        "1.0 | 1",
        "1e21 | 1e+21",
        "333333333.33333329 | 333333333.3333333",
        "\"\\u20ac\\u000a\" | \"€\\n\"",
        "true | true",
        "null | null",
        "{\"\\ud83d\\ude00\":1,\"\\uff5e\":2} | {\"😀\":1,\"～\":2}",
      })
  void canonicalizes(String json, String canonical) {
    assertThat(CanonicalJson.canonicalize(json)).isEqualTo(canonical);
    assertThat(CanonicalJson.isCanonical(canonical)).isTrue();
    assertThat(CanonicalJson.isCanonical(json)).isEqualTo(json.equals(canonical));
    assertThat(CanonicalJson.hash(json))
        .isEqualTo(Sha256.hash(canonical.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{}{}",
        "1 2",
        "1,2",
        "[1],[2]",
        "01",
        "NaN",
        "{\"a\":1,\"a\":2}",
        "'a'",
        "{a:1}",
        "\"\\ud800\"",
        "[1,]",
        "// x\n1"
      })
  void refuses(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CanonicalJson.canonicalize(json))
        .withMessageStartingWith("not JSON");
  }

  @Test
  void bytesAreUtf8() {
    assertThat(CanonicalJson.bytes("\"€\"")).isEqualTo(Bytes.fromHex("0x22e282ac22"));
  }

  /** Plain texts and small integers are told without a parser, which must change no answer. */
  @Test
  void isCanonicalWhenCanonicalizingChangesNothing() {
    long seed = 20_261_121;
    Random random = new Random(seed);
    String letters = "\"\"\\01239-. ax~\u007f\u001fé";
    int canonical = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(6); length >= 0; length--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String json = text.toString();
      boolean expected = isUnchanged(json);
      canonical += expected ? 1 : 0;
      assertThat(CanonicalJson.isCanonical(json)).as("seed %d: %s", seed, json).isEqualTo(expected);
    }
    assertThat(canonical).isGreaterThan(100);
  }

  private static boolean isUnchanged(String json) {
    try {
      return CanonicalJson.canonicalize(json).equals(json);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CanonicalJsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "\"a\"                     | \"a\"",
        "null                      | null",
        "true                      | true",
        "1E2                       | 100",
        "-0.0                      | 0",
        "1e21                      | 1e+21",
        "4.50                      | 4.5",
        "0.000001                  | 0.000001",
        "{ \"b\" : 1 , \"a\" : [ ] } | {\"a\":[],\"b\":1}",
        "\"\\u20ac\\u000f\\/\"     | \"€\\u000f/\"",
        "{\"\\ud83d\\ude00\":1,\"\\ufb33\":2} | {\"\uD83D\uDE00\":1,\"\uFB33\":2}",
      })
  void isRfc8785(String json, String canonical) {
    assertThat(CanonicalJson.of(Examples.read(json)).text()).isEqualTo(canonical);
  }

  @Test
  void hashesAreComparedAsBytesAndKeptInOneForm() {
    Hash32 hash = Hash32.sha256(new byte[0]);

    assertThat(hash)
        .hasToString("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(Hash32.of(hash.bytes())).isEqualTo(hash);
    assertThat(hash).isGreaterThan(new Hash32("0x" + "0".repeat(64)));
    assertThatThrownBy(() -> new Hash32("0xE3")).isInstanceOf(IllegalArgumentException.class);
  }
}

package dev.quittance.auditor.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {

  @ParameterizedTest
  @CsvSource({"0,,", "4,0xab,17", "4,0xab,-1"})
  void whatIsWrittenIsRead(long from, @Nullable String after, @Nullable Long afterOffset) {
    Manifest manifest = manifest(from, after, afterOffset);

    assertThat(Manifest.parse(manifest.toJson())).isEqualTo(manifest);
  }

  @Test
  void aFileOfAPartSaysAfterWhatItBegins() {
    assertThatThrownBy(() -> manifest(4, "0xab", null))
        .hasMessage("lacks \"afterOffset\" of topics/orders/1.records");
    assertThatThrownBy(() -> manifest(0, null, 3L))
        .hasMessage("begins with period 0 and has \"afterOffset\" of topics/orders/1.records");
  }

  private static Manifest manifest(long from, @Nullable String after, @Nullable Long afterOffset) {
    return new Manifest(
        "log.example",
        from,
        from + 2,
        Optional.ofNullable(after),
        1_795_276_800_000L,
        Optional.of("0x01"),
        List.of(new Manifest.SchemaEntry("orders", 3, "schemas/orders-3.avsc", "0xcd")),
        List.of(
            new Manifest.FileEntry(
                "orders",
                1,
                "topics/orders/1.records",
                afterOffset == null ? OptionalLong.empty() : OptionalLong.of(afterOffset),
                2,
                18,
                20,
                99,
                "0xef")));
  }

  @Test
  void anExportFromPeriod0HasNoMemberOfParts() {
    Manifest manifest =
        new Manifest(
            "log.example", 0, 0, Optional.empty(), 1, Optional.empty(), List.of(), List.of());

    assertThat(manifest.toJson()).doesNotContain("after");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "from": 3, "to": 4                  | begins with period 3 and lacks the text "after"
          "from": 0, "to": 4, "after": "0xab" | begins with period 0 and has "after": nothing is before that
          "from": 3, "to": 2, "after": "0xab" | has periods from 3 to 2
          "from": 3, "to": 4, "after": 7      | lacks the text "after"
          """)
  void periodsThatDoNotFitAreRefused(String members, String problem) {
    String text =
        "{\"format\": \"%s\", \"origin\": \"log.example\", %s, \"exportedAtMs\": 1}"
            .formatted(Manifest.FORMAT, members);

    assertThatThrownBy(() -> Manifest.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(problem);
  }
}

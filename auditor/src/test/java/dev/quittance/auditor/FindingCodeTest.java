package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingCodeTest {

  @Test
  void theReadmeHasEveryCodeWithItsMeaning() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("README.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z0-9-]+` .*"))
            .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2)).strip())
            .toList();

    assertThat(documented)
        .isEqualTo(
            Arrays.stream(FindingCode.values())
                .map(code -> "| `%s` | %s | %s".formatted(code.id(), code.level(), code.meaning()))
                .toList());
  }
}

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
  void theDocumentationHasEveryCodeWithItsMeaningAndWhatToDo() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../docs/audit-findings.md")).stream()
            .filter(line -> line.matches("\\| `[A-Z0-9-]+` .*"))
            .peek(line -> assertThat(line).as("five columns").matches("(\\|[^|]+){5}\\|"))
            .map(line -> line.split("\\|"))
            .map(cells -> "|" + String.join("|", cells[1], cells[2], cells[3]).stripTrailing())
            .toList();

    assertThat(documented)
        .isEqualTo(
            Arrays.stream(FindingCode.values())
                .map(code -> "| `%s` | %s | %s".formatted(code.id(), code.level(), code.meaning()))
                .toList());
  }
}

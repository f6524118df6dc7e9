package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPartsTest {
  @Test
  void findsWhatTheBuildMade() {
    EmbeddedParts parts = EmbeddedParts.locate();
    assertThat(parts.registryJar()).isRegularFile();
    assertThat(parts.anvil()).isExecutable();
  }

  @Test
  void saysHowToBuildWhatIsMissing(@TempDir Path empty) {
    EmbeddedParts parts = new EmbeddedParts(empty);
    assertThatThrownBy(parts::registryJar)
        .isInstanceOf(EmbeddedPartFailed.class)
        .hasMessageContainingAll("schema registry", "is missing", "mvn -q generate-resources");
    assertThatThrownBy(parts::anvil)
        .isInstanceOf(EmbeddedPartFailed.class)
        .hasMessageContainingAll("anvil devnet", "is missing", "mvn -q generate-resources");
  }
}

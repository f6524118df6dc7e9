package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirLockTest {
  @TempDir Path directory;

  @Test
  void takesADirectoryOnceUntilItIsReleased() {
    DataDirLock first = DataDirLock.take(EmbeddedPart.CHAIN, directory.resolve("new"));
    assertThatThrownBy(() -> DataDirLock.take(EmbeddedPart.CHAIN, directory.resolve("./new")))
        .isInstanceOf(EmbeddedPartFailed.class)
        .hasMessageContainingAll("anvil devnet", "new is in use by this very process", "Stop that");
    first.close();

    DataDirLock again = DataDirLock.take(EmbeddedPart.CHAIN, directory.resolve("new"));
    again.close();
  }

  @Test
  void saysWhenTheDirectoryCannotBeMade() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    assertThatThrownBy(() -> DataDirLock.take(EmbeddedPart.KAFKA, file.resolve("below")))
        .isInstanceOfSatisfying(
            EmbeddedPartFailed.class, e -> assertThat(e.part()).isEqualTo(EmbeddedPart.KAFKA))
        .hasMessageContainingAll("Kafka broker", "cannot be written", "Choose a directory");
  }
}

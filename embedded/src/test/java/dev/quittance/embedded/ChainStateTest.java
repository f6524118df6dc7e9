package dev.quittance.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainStateTest {
  private static final String FIRST = "{\"block\":{\"number\":\"0x1\"},\"accounts\":{}}";
  private static final String SECOND = "{\"block\":{\"number\":\"0x2\"},\"accounts\":{}}";

  @TempDir Path directory;
  private ChainState state;

  @BeforeEach
  void open() {
    state = new ChainState(directory);
  }

  @Test
  void leavesACompleteStateAsItIs() throws IOException {
    write(FIRST);
    state.keepCopy();
    write(SECOND);
    state.restore();
    assertThat(state.file()).hasContent(SECOND);
  }

  @Test
  void beginsWithoutState() throws IOException {
    state.keepCopy();
    state.restore();
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 26, 27, 39})
  void replacesAHalfWrittenStateByTheCopy(int length) throws IOException {
    write(FIRST);
    state.keepCopy();
    write(SECOND.substring(0, length));
    state.keepCopy();
    state.restore();
    assertThat(state.file()).hasContent(FIRST);
  }

  @Test
  void refusesAHalfWrittenStateWithoutACopy() throws IOException {
    write(FIRST.substring(0, 20));
    state.keepCopy();
    assertThatThrownBy(() -> state.restore())
        .isInstanceOf(EmbeddedPartFailed.class)
        .hasMessageContainingAll("state.json", "half written", "fresh data directory");
  }

  private void write(String json) throws IOException {
    Files.writeString(state.file(), json);
  }
}

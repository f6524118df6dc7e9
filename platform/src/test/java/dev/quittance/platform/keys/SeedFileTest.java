package dev.quittance.platform.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeedFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path kept;
  @TempDir private Path folder;
  private Path file;

  /** Opening and making take a second on purpose, so one seed serves the tests that only read. */
  @BeforeAll
  static void make() throws IOException {
    SeedFile.create(kept.resolve("seed.json"), "p");
  }

  @BeforeEach
  void name() {
    file = folder.resolve("keys").resolve("seed.json");
  }

  @Test
  void fileOpensToTheKeysItWasMadeWith() throws IOException {
    Keyring made = SeedFile.create(file, "correct horse");

    Keyring opened = SeedFile.open(file, "correct horse");

    assertThat(opened.noteSeed()).isEqualTo(made.noteSeed());
    assertThat(opened.operator().address()).isEqualTo(made.operator().address());
  }

  @Test
  void onlyTheOwnerMayReadItAndNoWordStandsInIt() throws IOException {
    SeedFile.create(file, "correct horse");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(JSON.readTree(file.toFile()).fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("format", "iterations", "salt", "nonce", "ciphertext");
    assertThat(Files.readString(file)).contains("quittance-seed/v1").doesNotContain("horse");
  }

  @Test
  void everySeedIsAnother() throws IOException {
    Keyring first = SeedFile.create(file, "p");
    Keyring second = SeedFile.create(folder.resolve("other.json"), "p");

    assertThat(second.noteSeed()).isNotEqualTo(first.noteSeed());
  }

  @Test
  void existingFileIsNeverReplaced() throws IOException {
    Path seed = kept.resolve("seed.json");
    byte[] before = Files.readAllBytes(seed);

    assertThatThrownBy(() -> SeedFile.create(seed, "second"))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(seed).hasBinaryContent(before);

    Path other = Files.writeString(folder.resolve("notes.txt"), "mine");
    byte[] content = "x".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SeedFile.writePrivately(other, content))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(other).hasContent("mine");
  }

  @Test
  void wrongPassphraseIsSaid() throws IOException {
    Path seed = kept.resolve("seed.json");

    assertThat(SeedFile.open(seed, "p").agent(0)).isNotNull();
    assertThatThrownBy(() -> SeedFile.open(seed, "wrong"))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "the passphrase does not open " + seed + "; give the one that it was made with");
  }

  @ParameterizedTest
  @CsvSource({
    "salt, '***', is damaged",
    "salt, '', is damaged",
    "nonce, '', is damaged",
    "nonce, AAAA, the passphrase does not open",
    "ciphertext, '***', is damaged",
    "ciphertext, '', the passphrase does not open",
    "ciphertext, AAAA, the passphrase does not open",
    "iterations, 0, is damaged",
    "iterations, x, is damaged",
    "iterations, 2000000000, is damaged",
    "format, quittance-seed/v2, is not a seed file",
    "format, , is not a seed file",
  })
  void damagedFileIsSaid(String member, String value, String message) throws IOException {
    ObjectNode json = (ObjectNode) JSON.readTree(kept.resolve("seed.json").toFile());
    json.put("iterations", 1).put(member, value);
    Files.createDirectories(folder.resolve("keys"));
    Files.write(file, JSON.writeValueAsBytes(json));

    assertThatThrownBy(() -> SeedFile.open(file, "p"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"''", "'{'", "'[]'", "'{}'", "'not json'", "'null'"})
  void fileOfAnotherKindIsSaid(String content) throws IOException {
    Files.createDirectories(folder.resolve("keys"));
    Files.writeString(file, content);

    assertThatThrownBy(() -> SeedFile.open(file, "p"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file + " is not a seed file");
  }

  @Test
  void missingFileIsSaid() {
    assertThatThrownBy(() -> SeedFile.open(file, "p")).isInstanceOf(NoSuchFileException.class);
  }
}

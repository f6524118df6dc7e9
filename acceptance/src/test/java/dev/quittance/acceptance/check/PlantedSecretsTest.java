package dev.quittance.acceptance.check;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A scan that finds nothing says something only if it finds what is there. */
class PlantedSecretsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyFormIsFoundWhereverItBegins(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 200; i++) {
      byte[] secret = bytes(random, 16 + random.nextInt(40));
      byte[] content =
          concat(bytes(random, random.nextInt(9)), secret, bytes(random, random.nextInt(9)));
      PlantedSecrets secrets = new PlantedSecrets().plant("it", secret);
      String about = "seed " + seed + ", case " + i;
      assertThat(secrets.in("x", content)).as(about).isNotEmpty();
      for (String text :
          new String[] {
            HexFormat.of().formatHex(content),
            HexFormat.of().withUpperCase().formatHex(content),
            Base64.getEncoder().encodeToString(content),
            Base64.getUrlEncoder().withoutPadding().encodeToString(content)
          }) {
        assertThat(secrets.in("x", text.getBytes(UTF_8))).as(about + ": " + text).isNotEmpty();
      }
    }
  }

  @Test
  void otherBytesAreNotFound() {
    PlantedSecrets secrets = new PlantedSecrets().plant("it", "sixteen letters.");
    assertThat(secrets.in("x", bytes(new Random(1), 1 << 20))).isEmpty();
    assertThat(secrets.in("x", "sixteen letters,".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void filesAndTheirNamesAreScannedExceptTheSecretsHome() throws IOException {
    String secret = "sk-0123456789abcdef";
    PlantedSecrets secrets = new PlantedSecrets().plant("key", secret);
    Path home = Files.writeString(folder.resolve("home"), secret);
    byte[] large = bytes(new Random(2), 9 << 20);
    System.arraycopy(secret.getBytes(ISO_8859_1), 0, large, (4 << 20) - 7, secret.length());
    Path log = Files.write(folder.resolve("log"), large);
    Path named = Files.createFile(folder.resolve(secret + ".txt"));

    PlantedSecrets.Scanned scanned = secrets.inFiles(folder, Set.of(home));

    assertThat(scanned.files()).isEqualTo(2);
    assertThat(scanned.bytes()).isEqualTo(9 << 20);
    assertThat(scanned.found())
        .extracting(PlantedSecrets.Found::where)
        .containsExactlyInAnyOrder(log.toString(), "the name of " + named);
  }

  @Test
  void shortSecretsProveNothing() {
    assertThatThrownBy(() -> new PlantedSecrets().plant("pin", "1234"))
        .hasMessageContaining("may occur by chance");
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] concat(byte[]... parts) {
    var all = new java.io.ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}

package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void writesSettingsAndKeysThatOnlyTheirOwnerCanRead() throws IOException {
    CommandRun run = CommandRun.of("init", folder.resolve("line"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(run.out()).containsPattern("operator  0x[0-9a-f]{40}").contains("payer", "deployer");
    assertThat(run.err()).contains("quittance doctor");
    assertThat(SettingsFile.load(file("quittance.yaml"), Map.of()))
        .isInstanceOf(SettingsFile.Loaded.class);
    for (String secret : new String[] {"seed.json", "passphrase"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(secret))))
          .as(secret)
          .isEqualTo("rw-------");
    }
  }

  @Test
  void replacesNothingUnlessForcedAndKeysNever() throws IOException {
    CommandRun first = CommandRun.of("init", folder.resolve("line"), "--json");
    String seed = Files.readString(file("seed.json"));
    String passphrase = Files.readString(file("passphrase"));
    Files.writeString(file("quittance.yaml"), "mine");

    CommandRun refused = CommandRun.of("init", folder.resolve("line"));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("quittance.yaml").contains("-f");
    assertThat(file("quittance.yaml")).hasContent("mine");

    CommandRun forced = CommandRun.of("init", folder.resolve("line"), "-f", "--json");
    assertThat(forced.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(forced.out()).isEqualTo(first.out());
    assertThat(file("seed.json")).hasContent(seed);
    assertThat(file("passphrase")).hasContent(passphrase);
    assertThat(Files.readString(file("quittance.yaml"))).contains("bootstrap.servers");
  }

  private Path file(String name) {
    return folder.resolve("line").resolve(name);
  }
}

package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarketCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"approve", "release"})
  void anOrderMustBeNamed(String command) {
    CommandRun run = CommandRun.of("market", command);

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("ORDER");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void settingsThatAreNotThereAreTold() {
    CommandRun run = CommandRun.of("market", "list", "--held", "-c", folder.resolve("no.yaml"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("no.yaml");
  }
}

package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsOptionTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void everyProblemOfTheSettingsIsPrintedOnALineOfItsOwn() throws IOException {
    Path file = folder.resolve("quittance.yaml");
    Files.writeString(
        file,
        """
        kafka:
          bootstrap.servers: 127.0.0.1
        registry:
          url: http://127.0.0.1:8080
        chain:
          rpc: none
        log:
          origin: log.example/receipts
          lanes: many
        """);

    CommandRun run = CommandRun.of("audit", "-c", file);

    List<String> problems = run.err().lines().filter(line -> line.startsWith(file + ":")).toList();
    assertThat(problems).hasSize(3);
    assertThat(problems.get(0)).contains(":2:").contains("/kafka/bootstrap.servers");
    assertThat(problems.get(1)).contains(":6:").contains("/chain/rpc");
    assertThat(problems.get(2)).contains(":9:").contains("/log/lanes");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aMissingFileSaysHowToMakeOne() {
    CommandRun run = CommandRun.of("prove", "0x" + "1".repeat(64), "-c", folder.resolve("none"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("quittance init");
  }

  @Test
  void anIdThatIsNoneIsAWrongCall() {
    CommandRun run = CommandRun.of("prove", "0x12");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("64 hex digits");
  }
}

package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.export.Manifest;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.log.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What 'export' and 'audit' say of parts that don't fit, before any cluster is asked. */
class ExportPartsTest {

  @TempDir private Path folder = Path.of("");

  /** Periods 0 to 2, 3 to 5 and 6. */
  @BeforeEach
  void writeParts() throws IOException {
    String first = write("one", 0, 2, Optional.empty());
    String second = write("two", 3, 5, Optional.of(first));
    write("three", 6, 6, Optional.of(second));
  }

  private String write(String name, long from, long to, Optional<String> after) throws IOException {
    Manifest manifest =
        new Manifest("log.example", from, to, after, 1, Optional.empty(), List.of(), List.of());
    Files.createDirectory(folder.resolve(name));
    Files.writeString(folder.resolve(name).resolve(Manifest.FILE), manifest.toJson());
    return Sha256.hash(manifest.toJson().getBytes(StandardCharsets.UTF_8)).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --from 3                             | --from is 3 without --after | Name with --after the export that ends with the period before
          --after @one --from 4                | --from is 4, and @one ends with period 2 | Leave --from out, or give 3.
          --after @one/manifest.json --from 0  | --from is 0, and @one ends with period 2 | Leave --from out, or give 3.
          --after @two --to 5                  | --to is 5, before the first period, 6 | Give a period from 6 on
          --to -1                              | --to is -1, before the first period, 0 | leave --to out
          --after @four                        | @four is no export: there is no manifest.json in it | Name with --after a folder
          """)
  void anExportThatDoesNotFitIsRefused(String arguments, String problem, String nextStep) {
    CommandRun run = run("export", arguments + " @new");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(inFolder(problem)).contains(nextStep);
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          @two         | @two begins with period 3 and goes on from an export that ends with period 2; name that one with --export too
          @three @one  | @three begins with period 6 and goes on from an export that ends with period 5; @one ends with period 2: name those in between with --export
          @one @one    | @one and @one both begin with period 0; leave one of them out
          @one @four   | @four is no export: there is no manifest.json in it
          """)
  void partsThatAreNoChainAreRefused(String folders, String problem) {
    CommandRun run = run("audit", "--export " + folders.replace(" ", " --export "));

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(inFolder(problem)).contains("of an export in parts all");
  }

  @Test
  void partsThatAreAChainAreReadInAnyOrder() {
    CommandRun run = run("audit", "--export @three --export @one --export @two");

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(run.out()).contains("topic log-rules is empty or missing");
  }

  @Test
  void aVaultIsAnAddressAndThatOfTheTrustFile() throws IOException {
    String vault = "0x" + "0A".repeat(20);
    Files.writeString(
        folder.resolve("trust.json"),
        "{\"origin\":\"%s\",\"verifierKey\":\"%s\",\"vault\":\"%s\"}"
            .formatted(
                "log.example",
                VerifierKey.ofSeed("log.example", Bytes32.ZERO),
                vault.toLowerCase(Locale.ROOT)));
    CommandRun noAddress = run("audit", "--export @one --vault 0x12");
    CommandRun same = run("audit", "--export @one --trust @trust.json --vault " + vault);
    CommandRun other =
        run("audit", "--export @one --trust @trust.json --vault 0x" + "0b".repeat(20));

    assertThat(noAddress.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(noAddress.err()).contains("--vault is no address: 0x12");
    assertThat(same.exitCode()).isEqualTo(ExitCode.INCONCLUSIVE);
    assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(other.err()).contains("the trust file names " + vault.toLowerCase(Locale.ROOT));
  }

  private CommandRun run(String command, String arguments) {
    List<Object> words = new ArrayList<>(List.of(command));
    words.addAll(Arrays.asList(inFolder(arguments).split(" ", -1)));
    return CommandRun.of(words.toArray());
  }

  private String inFolder(String text) {
    return text.replace("@", folder + "/");
  }
}

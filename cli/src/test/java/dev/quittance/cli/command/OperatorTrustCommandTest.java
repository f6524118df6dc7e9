package dev.quittance.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.verify.TrustFile;
import dev.quittance.cli.CommandRun;
import dev.quittance.cli.ExitCode;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentFile;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.VerifierKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTrustCommandTest {
  private static final String ANCHOR = "0x" + "1a".repeat(20);
  private static final String VAULT = "0x" + "2b".repeat(20);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void makeKeys() {
    assertThat(CommandRun.of("init", folder).exitCode()).isEqualTo(ExitCode.OK);
  }

  @Test
  void itNamesLogKeyContractAndVaultWithoutAskingAnybody() throws IOException {
    Settings settings =
        ((SettingsFile.Loaded) SettingsFile.load(folder.resolve("quittance.yaml"), Map.of()))
            .settings();
    DeploymentFile.write(
        settings.chain().deployment(),
        new Deployment(31337, ANCHOR, VAULT, Optional.empty(), Optional.empty(), 7));
    CommandRun run = CommandRun.of("operator", "trust", "-c", folder.resolve("quittance.yaml"));

    String passphrase = Files.readString(folder.resolve("passphrase")).strip();
    String origin = settings.log().origin();
    assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(TrustFile.parse("stdout", run.out()))
        .isEqualTo(
            new Trust(
                origin,
                VerifierKey.ofSeed(
                    origin, SeedFile.open(folder.resolve("seed.json"), passphrase).noteSeed()),
                Optional.of(BigInteger.valueOf(31337)),
                Optional.of(Address.fromHex(ANCHOR)),
                Optional.of(Address.fromHex(VAULT))));
  }

  @Test
  void withoutContractsThereIsNoneToTrust() {
    CommandRun run = CommandRun.of("operator", "trust", "-c", folder.resolve("quittance.yaml"));

    assertThat(run.exitCode()).isNotEqualTo(ExitCode.OK);
    assertThat(run.err()).contains("quittance contracts deploy");
    assertThat(run.out()).isEmpty();
  }
}

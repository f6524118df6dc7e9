package dev.quittance.cli.command;

import dev.quittance.auditor.verify.TrustFile;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.LineTrust;
import dev.quittance.contracts.Deployment;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.receipts.log.VerifierKey;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the trust file of a line. */
@Command(
    name = "trust",
    description = {
      "Print the trust file: what 'verify' and 'audit' must know of the log from elsewhere.",
      "",
      "Made from the settings, the line's own keys and the deployment file; no broker and no chain"
          + " is asked. Publish it where those who verify receipts find it, by two ways if you can."
    })
public final class OperatorTrustCommand implements Callable<Integer> {
  @Mixin private final SettingsOption config = new SettingsOption();
  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    Settings settings = config.load();
    Deployment deployment = OpenLine.deployment(settings);
    Keyring keys = SettingsWiring.keyring(settings, System.getenv());
    VerifierKey key = VerifierKey.ofSeed(settings.log().origin(), keys.noteSeed());
    results.text(TrustFile.write(LineTrust.of(key, deployment)));
    return ExitCode.OK;
  }
}

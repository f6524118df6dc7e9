package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.DevnetGas;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.StopSignal;
import dev.quittance.line.OperatorRotation;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.LogEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What belongs to the operator's key. */
@Command(
    name = "operator",
    description = "Change the operator's key, and say whom to trust.",
    subcommands = {OperatorCommand.Rotate.class, OperatorTrustCommand.class})
public final class OperatorCommand {

  /** Gives the line another operator's key. */
  @Command(
      name = "rotate",
      description = {
        "Give a line that stands still another operator's key.",
        "",
        "Stop every process of the line first. The open period is closed at once and anchored by the"
            + " old key; then the log goes on in a new epoch: another topic, under rules that name"
            + " the new key, by a handover that both keys sign; and ReceiptAnchor and PayoutVault"
            + " change hands. What waits in other topics stays there and goes on afterwards.",
        "",
        "It may be cut off anywhere: run it again. The new key needs money for gas."
      })
  public static final class Rotate implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();

    @Option(
        names = "--seed",
        paramLabel = "FILE",
        required = true,
        description = "The new operator's seed file; made when missing, and never replaced.")
    private Path seed = Path.of("operator.json");

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "Its first line opens that seed. Default: the passphrase of the line's seed.")
    private @Nullable Path passphraseFile;

    @Option(
        names = "--with-gas-money",
        description = "First give the new key money for gas, as anvil can: on a devnet only.")
    private boolean withGasMoney;

    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException, InterruptedException {
      Settings settings = config.load();
      Signer next = next(settings);
      if (withGasMoney) {
        DevnetGas.give(settings.chain().rpc(), List.of(next));
      }
      try (StopSignal stop = StopSignal.install()) {
        OperatorRotation rotation =
            new OperatorRotation(
                settings, System.getenv(), next, step -> results.tell("… " + step), stop::isAsked);
        Optional<OperatorRotation.Rotated> rotated = rotation.run();
        if (rotated.isEmpty()) {
          throw new CommandFailure(
              ExitCode.FAILED,
              "stopped before the end; the operator is the old one still",
              "Run it again to go on, or start the line as it was.");
        }
        print(rotated.get());
      }
      return ExitCode.OK;
    }

    private Signer next(Settings settings) throws IOException {
      String passphrase =
          passphraseFile == null
              ? SettingsWiring.passphrase(settings, System.getenv())
              : SettingsWiring.firstLine(passphraseFile, "the passphrase");
      boolean isNew = !Files.exists(seed);
      Keyring keys = isNew ? SeedFile.create(seed, passphrase) : SeedFile.open(seed, passphrase);
      if (isNew) {
        results.tell("Made " + seed + "; keep it and its passphrase safe.");
      }
      return keys.operator();
    }

    private void print(OperatorRotation.Rotated rotated) {
      LogEpoch epoch = rotated.epoch();
      String operator = epoch.rules().operator().toString();
      if (results.isJson()) {
        ObjectNode json =
            Results.object()
                .put("previous", rotated.previous().toString())
                .put("operator", operator)
                .put("epoch", epoch.rules().epoch())
                .put("topic", epoch.topic())
                .put("firstPeriod", epoch.firstPeriod());
        ArrayNode transactions = json.putArray("transactions");
        rotated.transactions().stream().map(Bytes32::toString).forEach(transactions::add);
        results.print(json);
        return;
      }
      results.line("operator      " + operator + ", before " + rotated.previous());
      results.line("epoch         " + epoch.rules().epoch() + ", topic " + epoch.topic());
      results.line("first period  " + epoch.firstPeriod());
      rotated.transactions().forEach(hash -> results.line("transaction   " + hash));
      results.tell("");
      results.tell("Next:");
      results.tell("  1. In " + config.file() + ", under keys:");
      results.tell("       operator:");
      results.tell("         seed: " + seed);
      if (passphraseFile != null) {
        results.tell("         passphraseFile: " + passphraseFile);
      }
      results.tell("  2. Start the line. Every process needs the new settings.");
    }
  }
}

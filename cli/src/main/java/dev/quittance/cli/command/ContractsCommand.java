package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.DevnetGas;
import dev.quittance.cli.ExitCode;
import dev.quittance.contracts.Deployment;
import dev.quittance.line.LineSetup;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.platform.keys.Keyring;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What belongs to the contracts of a line. */
@Command(
    name = "contracts",
    description = "Set up the contracts of a line.",
    subcommands = ContractsCommand.Deploy.class)
public final class ContractsCommand {

  /** Deploys the contracts, once. */
  @Command(
      name = "deploy",
      description = {
        "Deploy the contracts and write the deployment file.",
        "",
        "Deploys ReceiptAnchor, on which periods are anchored, PayoutVault, from which vendors are"
            + " paid, and ReceiptVerifier, which tells other contracts whether a receipt is proven."
            + " Does nothing when the deployment file is there."
      })
  public static final class Deploy implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();

    @Option(
        names = "--payout-delay",
        paramLabel = "DURATION",
        defaultValue = "PT24H",
        description =
            "From anchoring a period until its vendors can be paid, in whole seconds, such as"
                + " PT24H or PT90S. Default: ${DEFAULT-VALUE}.")
    private Duration payoutDelay = Duration.ofHours(24);

    @Option(
        names = "--with-test-usd",
        description = "Deploy a token for tests too, which anybody can mint: on a devnet only.")
    private boolean withTestUsd;

    @Option(
        names = "--with-gas-money",
        description =
            "First give the line's accounts money for gas, as anvil can: on a devnet only.")
    private boolean withGasMoney;

    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException {
      if (payoutDelay.isNegative() || payoutDelay.toNanosPart() != 0) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--payout-delay is " + payoutDelay,
            "Give whole seconds, not negative, such as PT24H.");
      }
      Settings settings = config.load();
      boolean wasThere = Deployments.find(settings).isPresent();
      Keyring keys = SettingsWiring.keyring(settings, System.getenv());
      if (!wasThere) {
        results.tell(
            "Deploying on %s from %s …"
                .formatted(ShownUrl.ofRpc(settings.chain().rpc()), keys.deployer().address()));
      }
      print(settings, deploy(settings, keys), wasThere);
      return ExitCode.OK;
    }

    private Deployment deploy(Settings settings, Keyring keys) {
      try {
        if (withGasMoney) {
          DevnetGas.give(
              settings.chain().rpc(), List.of(keys.operator(), keys.payer(), keys.deployer()));
        }
        return LineSetup.deployContracts(settings, keys, payoutDelay, withTestUsd);
      } catch (IOException e) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "can't deploy on " + ShownUrl.ofRpc(settings.chain().rpc()) + ": " + e.getMessage(),
            "Check that chain.rpc answers and that the deployer "
                + keys.deployer().address()
                + " has funds for gas.");
      }
    }

    private void print(Settings settings, Deployment deployment, boolean wasThere) {
      if (results.isJson()) {
        ObjectNode json =
            Results.object()
                .put("action", wasThere ? "unchanged" : "deployed")
                .put("chainId", deployment.chainId())
                .put("anchor", deployment.anchor())
                .put("vault", deployment.vault());
        deployment.verifier().ifPresent(verifier -> json.put("verifier", verifier));
        deployment.testUsd().ifPresent(token -> json.put("testUsd", token));
        results.print(json.put("deployBlock", deployment.deployBlock()));
        return;
      }
      results.tell(
          wasThere
              ? "Already deployed, says " + settings.chain().deployment() + ":"
              : "Deployed; the addresses are kept in " + settings.chain().deployment() + ":");
      results.line("  chain            " + deployment.chainId());
      results.line("  ReceiptAnchor    " + deployment.anchor());
      results.line("  PayoutVault      " + deployment.vault());
      deployment.verifier().ifPresent(verifier -> results.line("  ReceiptVerifier  " + verifier));
      deployment.testUsd().ifPresent(token -> results.line("  TestUSD          " + token));
      results.line("  since block      " + deployment.deployBlock());
      if (!wasThere) {
        results.tell("Next: quittance topics apply -c " + config.file());
      }
    }
  }
}

package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.contracts.Deployment;
import dev.quittance.executor.worker.ExecutorRegistry;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.UnusableSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.http.HttpService;

/** Whether what a line stands on is there and answers. */
final class LineChecks {
  private static final int ETHER_DECIMALS = 18;

  private final Settings settings;
  private final List<Check> checks = new ArrayList<>();

  private LineChecks(Settings settings) {
    this.settings = settings;
  }

  /** All of them, in the order in which a line is set up. */
  static List<Check> run(Settings settings) {
    LineChecks line = new LineChecks(settings);
    Optional<Keyring> keys = line.seed();
    line.executors();
    boolean brokers = line.brokers();
    boolean registry = line.registry();
    line.chain(keys);
    if (brokers) {
      line.topics(registry);
    }
    return line.checks;
  }

  private Optional<Keyring> seed() {
    try {
      Keyring keys = SettingsWiring.keyring(settings, System.getenv());
      checks.add(Check.ok("seed", settings.keys().seed().toString()));
      return Optional.of(keys);
    } catch (IOException e) {
      checks.add(
          Check.missing(
              "seed", String.valueOf(e.getMessage()), "Set keys.seed and its passphrase."));
      return Optional.empty();
    }
  }

  private void executors() {
    try (ExecutorRegistry executors = ExecutorRegistry.open(settings.executors())) {
      int count = executors.names().size();
      checks.add(
          Check.ok(
              "executors",
              count == 0 ? "built-in ones only" : String.join(", ", executors.names())));
    } catch (UnusableSettings e) {
      for (String problem : e.problems()) {
        checks.add(Check.missing("executors", problem, "Put it right."));
      }
    }
  }

  private boolean brokers() {
    try {
      int count = Brokers.count(settings);
      int copies = settings.topics().replication();
      String detail = count + " at " + settings.kafka().client().get("bootstrap.servers");
      checks.add(
          count >= copies
              ? Check.ok("brokers", detail)
              : Check.missing(
                  "brokers",
                  detail,
                  "topics.replication is " + copies + ": add brokers or lower it."));
      return true;
    } catch (CommandFailure e) {
      checks.add(Check.missing("brokers", String.valueOf(e.getMessage()), e.nextStep()));
      return false;
    }
  }

  private boolean registry() {
    Optional<String> problem = Registries.problem(settings);
    checks.add(
        problem
            .map(reason ->
                Check.missing(
                    "registry",
                    reason,
                    "Set registry.url to the registry's REST API, which ends with"
                        + " /apis/registry/v3."))
            .orElseGet(() -> Check.ok("registry", ShownUrl.of(settings.registry().url()))));
    return problem.isEmpty();
  }

  private void chain(Optional<Keyring> keys) {
    Web3j web3j = Web3j.build(new HttpService(settings.chain().rpc()));
    try {
      BigInteger chainId = web3j.ethChainId().send().getChainId();
      checks.add(
          Check.ok("chain", "id " + chainId + " at " + ShownUrl.ofRpc(settings.chain().rpc())));
      deployment(web3j, chainId);
      if (keys.isPresent()) {
        balance(web3j, "operator", keys.get().operator());
        balance(web3j, "payer", keys.get().payer());
      }
    } catch (IOException | RuntimeException e) {
      checks.add(
          Check.missing(
              "chain",
              ShownUrl.ofRpc(settings.chain().rpc()) + ": " + e.getMessage(),
              "Set chain.rpc to the JSON-RPC of a node that is up."));
    } finally {
      web3j.shutdown();
    }
  }

  private void deployment(Web3j web3j, BigInteger chainId) throws IOException {
    Optional<Deployment> found;
    try {
      found = Deployments.find(settings);
    } catch (CommandFailure e) {
      checks.add(Check.missing("contracts", String.valueOf(e.getMessage()), e.nextStep()));
      return;
    }
    if (found.isEmpty()) {
      checks.add(
          Check.missing(
              "contracts",
              "there is no " + settings.chain().deployment(),
              "Deploy them with 'quittance contracts deploy'."));
      return;
    }
    Deployment deployment = found.get();
    if (!BigInteger.valueOf(deployment.chainId()).equals(chainId)) {
      checks.add(
          Check.missing(
              "contracts",
              "they are on chain " + deployment.chainId(),
              "Set chain.rpc to a node of that chain, or chain.deployment to another file."));
      return;
    }
    code(web3j, "ReceiptAnchor", deployment.anchor());
    code(web3j, "PayoutVault", deployment.vault());
    if (deployment.verifier().isPresent()) {
      code(web3j, "ReceiptVerifier", deployment.verifier().get());
    }
  }

  private void code(Web3j web3j, String name, String address) throws IOException {
    String code = web3j.ethGetCode(address, DefaultBlockParameterName.LATEST).send().getCode();
    checks.add(
        code == null || code.equals("0x")
            ? Check.missing(
                name,
                "the chain has no code at " + address,
                "The chain was made again: deploy into another file, for a new line.")
            : Check.ok(name, address));
  }

  private void balance(Web3j web3j, String name, Signer signer) throws IOException {
    String address = signer.address().toString();
    BigInteger wei =
        web3j.ethGetBalance(address, DefaultBlockParameterName.LATEST).send().getBalance();
    String detail =
        address
            + " has "
            + new BigDecimal(wei, ETHER_DECIMALS).stripTrailingZeros().toPlainString();
    checks.add(
        wei.signum() > 0
            ? Check.ok(name, detail)
            : Check.missing(name, detail, "Send it money for gas."));
  }

  private void topics(boolean registryAnswers) {
    Set<String> missing = Brokers.topicsOfLine();
    int wanted = missing.size();
    missing.removeAll(Brokers.topics(settings));
    String advice = "Create them with 'quittance topics apply'.";
    if (!missing.isEmpty()) {
      checks.add(Check.missing("topics", "missing: " + String.join(", ", missing), advice));
      return;
    }
    checks.add(Check.ok("topics", wanted + " are there"));
    if (registryAnswers) {
      rules();
    }
  }

  private void rules() {
    try {
      var log =
          LogDeployment.read(
              SettingsWiring.kafkaAccess(settings), SettingsWiring.recordSerdes(settings));
      checks.add(Check.ok("log rules", log.rules().origin()));
    } catch (IOException | RuntimeException e) {
      checks.add(
          Check.missing(
              "log rules",
              String.valueOf(e.getMessage()),
              "Publish them with 'quittance topics apply', after the contracts."));
    }
  }
}

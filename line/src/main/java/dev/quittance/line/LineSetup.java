package dev.quittance.line;

import dev.quittance.contracts.ContractDeployer;
import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentFile;
import dev.quittance.contracts.DeploymentResult;
import dev.quittance.contracts.DeploymentSpec;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.config.ShownUrl;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.NewLog;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.deploy.TopicDeployment;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.http.HttpService;
import org.web3j.tx.gas.DefaultGasProvider;

/** What sets a line up, once: contracts, topics and schemas, the log's rules. */
public final class LineSetup {
  private LineSetup() {}

  /**
   * Deploys the contracts and writes the deployment file, unless the file is there.
   *
   * @param payoutDelay from anchoring a period until its vendors can be paid
   * @param withTestUsd whether the devnet's token is wanted too
   */
  public static Deployment deployContracts(
      Settings settings, Keyring keys, Duration payoutDelay, boolean withTestUsd)
      throws IOException {
    if (DeploymentFile.read(settings.chain().deployment()) instanceof DeploymentFile.Found found) {
      return found.deployment();
    }
    Web3j web3j = Web3j.build(new HttpService(settings.chain().rpc()));
    try {
      long chainId = web3j.ethChainId().send().getChainId().longValueExact();
      DeploymentSpec spec =
          new DeploymentSpec(
              LogIdentity.logId(settings.log().origin()).toString(),
              keys.operator().address().toString(),
              payoutDelay,
              withTestUsd);
      ContractDeployer deployer =
          new ContractDeployer(
              web3j,
              new AccountTransactions(web3j, keys.deployer(), chainId),
              new DefaultGasProvider());
      return switch (deployer.deploy(spec)) {
        case DeploymentResult.Deployed(Deployment deployment) -> {
          DeploymentFile.write(settings.chain().deployment(), deployment);
          yield deployment;
        }
        case DeploymentResult.Failed(String contract, String reason) ->
            throw new LineProblem(
                LineProblem.Kind.FAILED,
                "can't deploy "
                    + contract
                    + " on "
                    + ShownUrl.ofRpc(settings.chain().rpc())
                    + ": "
                    + reason,
                "Check that chain.rpc answers and that the deployer "
                    + keys.deployer().address()
                    + " has funds for gas.");
      };
    } finally {
      web3j.shutdown();
    }
  }

  /** Creates topics and registers schemas; says what it changed. */
  public static List<TopicDeployment.Change> applyTopics(Settings settings) throws IOException {
    return SettingsWiring.topicDeployment(settings).apply();
  }

  /** Publishes the log's rules, or reads those that are published. */
  public static PublishedLog publishLog(Settings settings, Keyring keys, Deployment deployment)
      throws IOException {
    int schemaId = SettingsWiring.topicDeployment(settings).schemaId(Topics.RECEIPTS);
    String origin = settings.log().origin();
    return LogDeployment.ensure(
        SettingsWiring.kafkaAccess(settings),
        SettingsWiring.recordSerdes(settings),
        () ->
            new NewLog(
                origin,
                settings.log().lanes(),
                new ReceiptDomain(
                    BigInteger.valueOf(deployment.chainId()), Address.fromHex(deployment.anchor())),
                keys.operator().address(),
                schemaId,
                Math.toIntExact(settings.log().cadence().toSeconds()),
                settings.log().catchUp(),
                VerifierKey.ofSeed(origin, keys.noteSeed()),
                Instant.now()));
  }
}

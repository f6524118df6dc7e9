package dev.quittance.line;

import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentFile;
import dev.quittance.platform.catalogue.CatalogueFollower;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.LogDeployment;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.stage.ChainEndpoint;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.receipts.crypto.Address;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A line that has been set up, opened by this process: its keys, its log and its catalogue.
 *
 * @param settings what it was opened with
 * @param deployment the contracts
 * @param log the receipt log
 * @param context what stages are given
 */
public record OpenLine(
    Settings settings, Deployment deployment, PublishedLog log, StageContext context)
    implements AutoCloseable {

  /**
   * Opens a line for the one process of its settings, unmeasured.
   *
   * @param onFailure told when a stage has stopped for good
   * @throws IOException when something that it needs is missing; says what to do
   */
  public static OpenLine open(
      Settings settings, Map<String, String> environment, Consumer<Throwable> onFailure)
      throws IOException {
    return open(
        settings, Instance.of(settings), environment, new CompositeMeterRegistry(), onFailure);
  }

  /**
   * Opens a line.
   *
   * @param instance which of the processes this is
   * @param meters where its stages measure
   * @param onFailure told when a stage has stopped for good
   * @throws IOException when something that it needs is missing; says what to do
   */
  public static OpenLine open(
      Settings settings,
      Instance instance,
      Map<String, String> environment,
      MeterRegistry meters,
      Consumer<Throwable> onFailure)
      throws IOException {
    Keyring keys = SettingsWiring.keyring(settings, environment);
    Deployment deployment = deployment(settings);
    var kafka = SettingsWiring.kafkaAccess(settings);
    var serdes = SettingsWiring.recordSerdes(settings);
    PublishedLog log = LogDeployment.read(kafka, serdes);
    StageContext context =
        new StageContext(
            log.line(),
            new ChainEndpoint(
                settings.chain().rpcs(),
                settings.chain().confirmations(),
                deployment.chainId(),
                Address.fromHex(deployment.anchor()),
                Address.fromHex(deployment.vault())),
            SettingsWiring.streamsSettings(settings)
                .of(instance.id(), instance.folder().resolve("streams"))
                .measuredBy(meters),
            kafka,
            serdes,
            SettingsWiring.blobStore(settings),
            CatalogueFollower.open(kafka, serdes),
            keys,
            settings.executors(),
            onFailure);
    return new OpenLine(settings, deployment, log, context);
  }

  /** The contracts' addresses, from the file that deploying them wrote. */
  public static Deployment deployment(Settings settings) {
    return switch (DeploymentFile.read(settings.chain().deployment())) {
      case DeploymentFile.Found(Deployment found) -> found;
      case DeploymentFile.Missing(var file) ->
          throw new LineProblem(
              LineProblem.Kind.NOT_SET_UP,
              "there is no deployment file " + file,
              "Deploy the contracts with 'quittance contracts deploy', or set chain.deployment.");
      case DeploymentFile.Invalid(var file, String problem) ->
          throw new LineProblem(
              LineProblem.Kind.NOT_SET_UP,
              file + ": " + problem,
              "Put the file right, or deploy again into another one.");
    };
  }

  @Override
  public void close() {
    context.catalogue().close();
  }
}

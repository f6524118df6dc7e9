package dev.quittance.cli.command;

import dev.quittance.contracts.Deployment;
import dev.quittance.contracts.DeploymentFile;
import dev.quittance.line.OpenLine;
import dev.quittance.platform.config.Settings;
import java.util.Optional;

/** The contracts of a line, as far as they are deployed. */
final class Deployments {
  private Deployments() {}

  /** What the deployment file says; empty if there is none, a failure if it can't be used. */
  static Optional<Deployment> find(Settings settings) {
    return DeploymentFile.read(settings.chain().deployment()) instanceof DeploymentFile.Missing
        ? Optional.empty()
        : Optional.of(OpenLine.deployment(settings));
  }
}

package dev.quittance.cli.command;

import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.contracts.Deployment;
import dev.quittance.line.LineSetup;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.deploy.TopicDeployment.Change;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What belongs to the topics of a line. */
@Command(
    name = "topics",
    description = "Set up the topics and schemas of a line.",
    subcommands = TopicsCommand.Apply.class)
public final class TopicsCommand {

  /** Brings topics and schemas to what this version wants. */
  @Command(
      name = "apply",
      description = {
        "Create topics, register schemas, publish the log's rules.",
        "",
        "Says what it changed; running it again changes nothing. The rules name the contracts, so"
            + " they are published once 'contracts deploy' has been run."
      })
  public static final class Apply implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException {
      Settings settings = config.load();
      Optional<Deployment> deployment = Deployments.find(settings);
      Brokers.requireReachable(settings);
      List<Change> changes = LineSetup.applyTopics(settings);
      print(changes);
      if (deployment.isPresent()) {
        publishRules(settings, deployment.get());
      } else {
        results.tell(
            "The log's rules come after 'quittance contracts deploy': there is no "
                + settings.chain().deployment()
                + " yet. Then run this again.");
      }
      return ExitCode.OK;
    }

    private void publishRules(Settings settings, Deployment deployment) throws IOException {
      PublishedLog log =
          LineSetup.publishLog(
              settings, SettingsWiring.keyring(settings, System.getenv()), deployment);
      if (results.isJson()) {
        results.print(
            Results.object()
                .put("kind", "rules")
                .put("name", log.rules().origin())
                .put("action", "published")
                .put("verifierKey", log.verifierKey().toString()));
      } else {
        results.line("");
        results.line("  log           " + log.rules().origin());
        results.line("  verifier key  " + log.verifierKey());
      }
    }

    private void print(List<Change> changes) {
      if (results.isJson()) {
        changes.forEach(change ->
            results.print(
                Results.object()
                    .put("kind", change.kind())
                    .put("name", change.name())
                    .put("action", change.action())
                    .put("detail", change.detail())));
        return;
      }
      Table table = new Table("kind", "name", "action", "detail");
      changes.forEach(c -> table.row(c.kind(), c.name(), c.action(), c.detail()));
      results.print(table);
      long changed = changes.stream().filter(c -> !c.action().equals("unchanged")).count();
      results.tell("%d checked, %d changed".formatted(changes.size(), changed));
    }
  }
}

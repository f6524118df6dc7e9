package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Table;
import dev.quittance.contracts.Deployment;
import dev.quittance.line.Acl;
import dev.quittance.line.LineAcls;
import dev.quittance.line.LineSetup;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.deploy.PublishedLog;
import dev.quittance.platform.deploy.TopicDeployment.Change;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
            + " they are published once 'contracts deploy' has been run.",
        "",
        "--acls changes nothing: it prints what each stage's principal may do on the cluster, for"
            + " whoever gives rights there."
      })
  public static final class Apply implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Option(
        names = "--acls",
        description = "Print the rights that each stage needs on the cluster, and do nothing.")
    private boolean acls;

    @Option(
        names = "--format",
        paramLabel = "table|commands",
        defaultValue = "table",
        description = "Form of --acls: a table, or commands for kafka-acls.sh.")
    private AclForm form = AclForm.TABLE;

    @Option(
        names = "--principals",
        paramLabel = "PREFIX",
        defaultValue = "User:quittance-",
        description =
            "What stands before a stage's name in its principal. Default: ${DEFAULT-VALUE}.")
    private String principals = "User:quittance-";

    /** How rights are printed. */
    enum AclForm {
      TABLE,
      COMMANDS
    }

    @Override
    public Integer call() throws IOException {
      Settings settings = config.load();
      if (acls) {
        printAcls(settings);
        return ExitCode.OK;
      }
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

    private void printAcls(Settings settings) {
      List<Acl> rights = LineAcls.of(settings.line(), principals);
      if (results.isJson()) {
        rights.forEach(right -> results.print(json(right)));
        return;
      }
      switch (form) {
        case COMMANDS -> {
          String brokers = settings.kafka().client().getOrDefault("bootstrap.servers", "");
          rights.forEach(right -> results.line(right.command(brokers)));
        }
        case TABLE -> {
          Table table = new Table("principal", "resource", "name", "operations", "for");
          rights.forEach(right ->
              table.row(
                  right.principal(),
                  right.resource().name().toLowerCase(Locale.ROOT),
                  right.name() + (right.pattern() == Acl.Pattern.PREFIXED ? "*" : ""),
                  String.join(" ", right.operations()),
                  right.purpose()));
          results.print(table);
        }
      }
    }

    private static ObjectNode json(Acl right) {
      ObjectNode object =
          Results.object()
              .put("stage", right.stage())
              .put("principal", right.principal())
              .put("resource", right.resource().name())
              .put("pattern", right.pattern().name())
              .put("name", right.name())
              .put("purpose", right.purpose());
      right.operations().forEach(object.putArray("operations")::add);
      return object;
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

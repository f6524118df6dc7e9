package dev.quittance.cli.command;

import dev.quittance.cli.ExitCode;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Policy;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsWiring;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The policies of a line. */
@Command(
    name = "policies",
    description = "Publish what tenants may order and what it may cost, and list it.",
    subcommands = {PoliciesCommand.Apply.class, PoliciesCommand.Listing.class})
public final class PoliciesCommand {

  /** Publishes the policies of a file. */
  @Command(
      name = "apply",
      description = {
        "Publish the policies of a YAML file, as in samples/policies.yaml.",
        "",
        "The fee goes to the line's operator where a policy names no 'feeRecipient'. A policy that"
            + " is known already is replaced; one that is not in the file stays."
      })
  public static final class Apply implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "YAML file with a list 'policies'.")
    private Path file = Path.of("policies.yaml");

    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() throws IOException {
      Settings settings = config.load();
      List<Policy> policies =
          CatalogueFile.policies(
              file, SettingsWiring.keyring(settings, System.getenv()).operator().address());
      Changes changes = new Changes("policy", results);
      try (OpenCatalogue catalogue = OpenCatalogue.open(settings)) {
        for (Policy policy : policies) {
          Changes.Action action =
              Changes.Action.of(catalogue.known().policies().get(policy.id()), policy);
          if (action != Changes.Action.UNCHANGED) {
            catalogue.publisher().publish(policy);
          }
          changes.add(policy.id(), action, "fee " + policy.feeBps() + " bps");
        }
      }
      changes.print();
      return ExitCode.OK;
    }
  }

  /** Lists them. */
  @Command(name = "list", description = "List the policies.")
  public static final class Listing implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      try (OpenCatalogue catalogue = OpenCatalogue.open(config.load())) {
        Documents documents =
            new Documents(
                results, "policy", ">fee bps", ">per order", ">per day", "services", "vendors");
        for (Hashed<Policy> entry : catalogue.known().policies().values()) {
          Policy policy = entry.document();
          documents.add(
              policy,
              policy.id(),
              Integer.toString(policy.feeBps()),
              cap(policy.perOrderCap()),
              cap(policy.perDayCap()),
              names(policy.services()),
              names(policy.vendors()));
        }
        documents.print();
      }
      return ExitCode.OK;
    }

    private static String cap(@Nullable BigInteger cap) {
      return cap == null ? "no cap" : cap.toString();
    }

    private static String names(@Nullable List<String> names) {
      return names == null ? "all" : names.size() + " allowed";
    }
  }
}

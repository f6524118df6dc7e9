package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.Hashed;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Parsed;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.config.Settings;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The tenants of a line. */
@Command(
    name = "tenants",
    description = "Add the tenants that may order, and list them.",
    subcommands = {TenantsCommand.Add.class, TenantsCommand.Listing.class})
public final class TenantsCommand {

  /** Adds a tenant, or gives one a new key. */
  @Command(
      name = "add",
      description = {
        "Add a tenant and print its new API key, once.",
        "",
        "The key is printed on standard output; the line keeps only its hash, so nobody can show it"
            + " again. With --rotate-key a known tenant gets a new key and its old ones end."
      })
  public static final class Add implements Callable<Integer> {
    private static final int KEY_BYTES = 32;

    @Parameters(paramLabel = "ID", description = "The tenant's id: lower case, digits, hyphens.")
    private String id = "";

    @Option(names = "--name", paramLabel = "NAME", description = "Its name, for people.")
    private @Nullable String name;

    @Option(names = "--buyer", paramLabel = "0x…", description = "Address that pays its orders.")
    private @Nullable String buyer;

    @Option(names = "--policy", paramLabel = "ID", description = "The policy of its orders.")
    private @Nullable String policy;

    @Option(names = "--rotate-key", description = "Give a tenant that is known a new key.")
    private boolean rotateKey;

    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      Settings settings = config.load();
      String key = newKey();
      try (OpenCatalogue catalogue = OpenCatalogue.open(settings)) {
        Tenant tenant = tenant(catalogue.known(), key);
        catalogue.publisher().publish(tenant);
        results.tell(
            "Tenant %s orders under policy %s; this is its API key, shown only now:"
                .formatted(tenant.id(), tenant.policy()));
      }
      if (results.isJson()) {
        results.print(Results.object().put("tenant", id).put("apiKey", key));
      } else {
        results.line(key);
      }
      return ExitCode.OK;
    }

    private Tenant tenant(Catalogue known, String key) {
      Optional<Tenant> present = known.tenant(id).map(Hashed::document);
      if (present.isPresent() != rotateKey) {
        throw refused(
            present.isPresent()
                ? "there is a tenant " + id + " already"
                : "there is no tenant " + id + " whose key could be rotated",
            present.isPresent()
                ? "Give another id, or --rotate-key for a new API key."
                : "Leave --rotate-key out to add it.");
      }
      ObjectNode document = Results.object().put("format", Tenant.FORMAT).put("id", id);
      document.put("name", given("--name", name, present.map(Tenant::name)));
      document.put("buyer", given("--buyer", buyer, present.map(Tenant::buyer)));
      document.put("policy", given("--policy", policy, present.map(Tenant::policy)));
      document.put(
          "status",
          present.map(Tenant::status).orElse(Tenant.Status.ACTIVE).name().toLowerCase(Locale.ROOT));
      document.putArray("apiKeyHashes").add(hashOf(key));
      Tenant tenant = parse(document);
      if (known.policy(tenant.policy()).isEmpty()) {
        throw refused(
            "there is no policy " + tenant.policy(), "Publish it with 'quittance policies apply'.");
      }
      return present.map(before -> withLimitsOf(before, tenant)).orElse(tenant);
    }

    /** A new key ends the old ones, and changes nothing else. */
    private static Tenant withLimitsOf(Tenant before, Tenant after) {
      return new Tenant(
          after.id(),
          after.name(),
          after.buyer(),
          after.policy(),
          after.apiKeyHashes(),
          after.status(),
          null,
          before.limits());
    }

    private static Tenant parse(ObjectNode document) {
      return switch (Tenant.parse(document.toString().getBytes(StandardCharsets.UTF_8))) {
        case Parsed.Ok<Tenant>(Tenant tenant) -> tenant;
        case Parsed.Bad<Tenant> bad ->
            throw refused("the tenant is refused:\n" + bad.message(), "Nothing was changed.");
      };
    }

    private static String given(String option, @Nullable String value, Optional<String> present) {
      if (value != null) {
        return value;
      }
      return present.orElseThrow(() ->
          refused(option + " is missing", "A new tenant needs --name, --buyer and --policy."));
    }

    private static CommandFailure refused(String message, String nextStep) {
      return new CommandFailure(ExitCode.USAGE, message, nextStep);
    }

    private static String newKey() {
      byte[] secret = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(secret);
      return "qk_" + HexFormat.of().formatHex(secret);
    }

    private static String hashOf(String key) {
      return Hash32.sha256(key.getBytes(StandardCharsets.UTF_8)).hex();
    }
  }

  /** Lists them. */
  @Command(name = "list", description = "List the tenants.")
  public static final class Listing implements Callable<Integer> {
    @Mixin private final SettingsOption config = new SettingsOption();
    @Mixin private final Results results = new Results();

    @Override
    public Integer call() {
      try (OpenCatalogue catalogue = OpenCatalogue.open(config.load())) {
        Documents documents =
            new Documents(results, "tenant", "name", "status", "policy", "buyer", ">keys");
        for (Hashed<Tenant> entry : catalogue.known().tenants().values()) {
          Tenant tenant = entry.document();
          documents.add(
              tenant,
              tenant.id(),
              tenant.name(),
              tenant.status().name().toLowerCase(Locale.ROOT),
              tenant.policy(),
              tenant.buyer(),
              Integer.toString(tenant.apiKeyHashes().size() + tenant.apiKeysOrNone().size()));
        }
        documents.print();
      }
      return ExitCode.OK;
    }
  }
}

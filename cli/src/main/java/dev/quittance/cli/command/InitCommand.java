package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import dev.quittance.platform.config.SettingsTemplate;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts a new line on disk. */
@Command(
    name = "init",
    description = {
      "Write settings and keys for a new line.",
      "",
      "Writes quittance.yaml, in which every key is explained, the encrypted seed of the line's keys"
          + " and a passphrase that opens it. A seed and its passphrase are never replaced."
    })
public final class InitCommand implements Callable<Integer> {
  private static final String PASSPHRASE_FILE = "passphrase";
  private static final String SEED_FILE = "seed.json";
  private static final int PASSPHRASE_BYTES = 24;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where to write; made when missing. Default: this directory.")
  private Path directory = Path.of(".");

  @Option(
      names = {"-f", "--force"},
      description = "Replace quittance.yaml; keys that are there stay.")
  private boolean force;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(directory);
    Path settingsFile = directory.resolve(SettingsOption.DEFAULT_FILE);
    Path seed = directory.resolve(SEED_FILE);
    if (!force) {
      requireAbsent(settingsFile);
      requireAbsent(seed);
      requireAbsent(directory.resolve(PASSPHRASE_FILE));
    }
    boolean isNew = !Files.exists(seed);
    if (isNew) {
      SeedFile.create(seed, ensurePassphrase());
    }
    Files.writeString(settingsFile, SettingsTemplate.render(given()));
    Keyring keys = SettingsWiring.keyring(load(settingsFile), System.getenv());
    print(settingsFile, seed, keys, isNew);
    return ExitCode.OK;
  }

  private static void requireAbsent(Path file) {
    if (Files.exists(file)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          file + " is already there",
          "Give another directory, or -f to write quittance.yaml again and keep the keys.");
    }
  }

  private String ensurePassphrase() throws IOException {
    Path file = directory.resolve(PASSPHRASE_FILE);
    if (!Files.exists(file)) {
      byte[] secret = new byte[PASSPHRASE_BYTES];
      new SecureRandom().nextBytes(secret);
      String text = HexFormat.of().formatHex(secret) + "\n";
      SeedFile.writePrivately(file, text.getBytes(StandardCharsets.UTF_8));
    }
    return Files.readString(file).lines().findFirst().orElse("");
  }

  private Map<String, String> given() {
    Map<String, String> given = new TreeMap<>();
    given.put("/keys/seed", SEED_FILE);
    if (Files.exists(directory.resolve(PASSPHRASE_FILE))) {
      given.put("/keys/passphraseFile", PASSPHRASE_FILE);
    }
    return given;
  }

  private static Settings load(Path file) throws IOException {
    return switch (SettingsFile.load(file, Map.of())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(var problems) ->
          throw new IOException("the settings that were written are refused: " + problems);
    };
  }

  private void print(Path settings, Path seed, Keyring keys, boolean isNew) {
    ObjectNode json =
        Results.object()
            .put("settings", settings.toString())
            .put("seed", seed.toString())
            .put("operator", keys.operator().address().toString())
            .put("payer", keys.payer().address().toString())
            .put("deployer", keys.deployer().address().toString());
    if (results.isJson()) {
      results.print(json);
      return;
    }
    results.line("settings  " + settings);
    results.line("seed      " + seed + (isNew ? "" : " (kept)"));
    results.line("operator  " + keys.operator().address() + "  closes periods and anchors them");
    results.line("payer     " + keys.payer().address() + "  sends the vendors' claims");
    results.line("deployer  " + keys.deployer().address() + "  deploys the contracts");
    results.tell("");
    results.tell("Next:");
    results.tell(
        "  1. Keep the seed and its passphrase safe, and apart: who has both has the line.");
    results.tell("  2. Put brokers, registry, RPC and log.origin into " + settings + ".");
    results.tell("  3. Send gas money to the three addresses.");
    results.tell("  4. quittance doctor -c " + settings);
  }
}

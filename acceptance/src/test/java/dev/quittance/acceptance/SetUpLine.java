package dev.quittance.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.acceptance.line.Cli;
import dev.quittance.platform.config.SettingsTemplate;
import dev.quittance.platform.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A line that the command line has set up on a broker, a registry and a devnet, with the sample
 * catalogue and one tenant.
 *
 * @param root folder of settings, keys and data
 * @param gatewayUrl where its gateway will listen
 * @param apiKey of the tenant
 */
record SetUpLine(Path root, String gatewayUrl, String apiKey) {
  private static final String SETTINGS = "quittance.yaml";
  private static final String BUYER = "0x00000000000000000000000000000000000000b1";

  /** What a line runs on. */
  record Ground(String brokers, String registryUrl, String rpcUrl) {}

  /** Sets one up, as the runbook says. */
  static SetUpLine on(Ground ground, Path root) throws IOException {
    int port = FreePorts.next();
    run("init", root);
    Files.writeString(root.resolve(SETTINGS), SettingsTemplate.render(settings(ground, port)));
    Path settings = root.resolve(SETTINGS);
    Path samples = Path.of(System.getProperty("quittance.home")).resolve("samples");
    run(
        "contracts",
        "deploy",
        "--with-gas-money",
        "--with-test-usd",
        "--payout-delay",
        "PT2S",
        "-c",
        settings);
    run("topics", "apply", "-c", settings);
    run("policies", "apply", samples.resolve("policies.yaml"), "-c", settings);
    run("agents", "register", samples.resolve("agents.yaml"), "-c", settings);
    String key =
        run(
            "tenants",
            "add",
            "acme",
            "--name",
            "Acme",
            "--buyer",
            BUYER,
            "--policy",
            "open",
            "-c",
            settings);
    return new SetUpLine(root, "http://127.0.0.1:" + port, key.strip());
  }

  Path settingsFile() {
    return root.resolve(SETTINGS);
  }

  /** Whom the line's operator says to trust. */
  Path trustFile() throws IOException {
    Cli.Outcome printed = Cli.run("operator", "trust", "-c", settingsFile());
    assertThat(printed.exitCode()).as(printed.out()).isZero();
    return Files.writeString(root.resolve("trust.json"), printed.out());
  }

  /** Address of the test dollar. */
  String asset() throws IOException {
    return Orders.parse(Files.readString(root.resolve("deployment.json"))).path("testUsd").asText();
  }

  private static Map<String, String> settings(Ground ground, int port) {
    Map<String, String> given = new TreeMap<>();
    given.put("/line", "containers");
    given.put("/kafka/bootstrap.servers", ground.brokers());
    given.put("/registry/url", ground.registryUrl());
    given.put("/chain/rpc", ground.rpcUrl());
    given.put("/log/origin", "localhost/quittance-containers");
    given.put("/log/cadence", "PT5S");
    given.put("/log/catchUp", "merge");
    given.put("/http/port", Integer.toString(port));
    given.put("/keys/seed", "seed.json");
    given.put("/keys/passphraseFile", "passphrase");
    given.put("/streams/instanceId", "containers-1");
    return given;
  }

  private static String run(Object... arguments) {
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.exitCode()).as("%s\n%s", arguments[0], outcome.out()).isZero();
    return outcome.out();
  }
}

package dev.quittance.acceptance.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.keys.Keyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The agents, the policy and the tenant of the line, registered as an operator does it. */
final class Marketplace {
  static final String TENANT = "customer";

  /** One agent works inline, the others call the stub. */
  private static final String AGENTS =
      """
      agents:
        - id: inside
          name: Inside
          account: 1
          services:
            - {service: sentiment-analysis, executor: builtin/sentiment-analysis, price: "30000", etaMs: 100}
        - id: hook
          name: Hook
          account: 2
          services:
            - {service: translation, executor: webhook/stub, price: "50000", etaMs: 300, timeoutMs: 2000}
        - id: model
          name: Model
          account: 3
          services:
            - {service: text-generation, executor: llm/stub, price: "70000", etaMs: 300, timeoutMs: 2000}
      """;

  private static final String POLICIES =
      """
      policies:
        - id: open
          feeBps: 250
      """;

  private Marketplace() {}

  /** Lets the tenant spend only so much on a day; what is planned from then on goes by it. */
  static void capPerDay(Path settings, String cap) throws IOException {
    Path policies =
        Files.writeString(
            settings.resolveSibling("capped.yaml"), POLICIES + "    perDayCap: \"" + cap + "\"\n");
    run("policies", "apply", policies, "-c", settings);
  }

  /** Publishes all of it; gives the tenant's API key. */
  static String publish(Path settings, Keyring keys) throws IOException {
    Path agents = Files.writeString(settings.resolveSibling("agents.yaml"), AGENTS);
    Path policies = Files.writeString(settings.resolveSibling("policies.yaml"), POLICIES);
    run("agents", "register", agents, "-c", settings);
    run("policies", "apply", policies, "-c", settings);
    return run(
            "tenants",
            "add",
            TENANT,
            "--name",
            "Customer",
            "--buyer",
            keys.buyer(0).address(),
            "--policy",
            "open",
            "-c",
            settings)
        .strip();
  }

  private static String run(Object... arguments) {
    Cli.Outcome outcome = Cli.run(arguments);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
    return outcome.out();
  }
}

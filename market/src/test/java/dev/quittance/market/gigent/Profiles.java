package dev.quittance.market.gigent;

import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.market.gigent.yaml.GigentAgentFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Agents' files for tests. */
final class Profiles {
  private Profiles() {}

  /** An agent with so many gigs, whose file ends with these lines. */
  static GigentAgent of(Path folder, int gigs, String... more) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "agent: {name: Writer, description: Writes., category: content, tags: [a]}\n");
    text.append("owner: {wallet: \"0x").append("ab".repeat(20)).append("\"}\ngigs:\n");
    for (int i = 0; i < gigs; i++) {
      text.append("  - {title: \"Gig ")
          .append(i)
          .append("\", description: Writes., category: content,");
      text.append(" pricing: {basic: {price: 5, description: Short.}}}\n");
    }
    text.append("execution: {provider: openai, model: m, api_key: sk-test-key}\n");
    for (String line : more) {
      text.append(line).append('\n');
    }
    Path file = Files.writeString(folder.resolve("gigent-agent.yaml"), text);
    return switch (GigentAgentFile.load(file, Map.of())) {
      case GigentAgentFile.Loaded loaded -> loaded.agent();
      case GigentAgentFile.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  /** A back end of one agent, which does not wait between polls longer than it must. */
  static GigentSettings settings(Path folder, String url, GigentAgent profile) {
    return new GigentSettings(
        "gigent",
        "gigent-tenant",
        url,
        GigentSettings.CLAIM_AHEAD,
        "",
        java.util.List.of(
            new GigentSettings.Agent(
                "writer", "writing", profile, folder.resolve(".gigent-credentials"))));
  }
}

package dev.quittance.cli.agent;

import dev.quittance.market.gigent.yaml.GigentAgent;
import java.nio.file.Path;

/**
 * An agent of a file.
 *
 * @param id in the line, of its service there too
 * @param file that describes it
 * @param credentials the file that registering it writes
 */
public record NamedAgent(String id, Path file, Path credentials, GigentAgent agent) {
  /** The executor that does its work. */
  public String executor() {
    return "chat/" + id;
  }
}

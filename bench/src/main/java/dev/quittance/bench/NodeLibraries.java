package dev.quittance.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tree libraries of npm, run by Node in a process of their own each time. What they need is
 * installed at first use, by npm and the lock file. Thread-safe.
 */
public final class NodeLibraries {
  private static final int OLDEST_NODE = 20;
  private static final Pattern VERSION = Pattern.compile("v(\\d+)\\.\\S*");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  private NodeLibraries(Path folder) {
    this.folder = folder;
  }

  /** Whether the libraries can be run here. */
  public sealed interface Search {}

  /** They can. */
  public record Found(NodeLibraries libraries) implements Search {}

  /**
   * They can't.
   *
   * @param reason what is missing and what to do, in one line or more
   */
  public record Missing(String reason) implements Search {}

  /**
   * Looks for Node, and installs the packages unless they are.
   *
   * @param home of the checkout
   */
  public static Search find(Path home) throws IOException {
    Path folder = home.resolve("bench").resolve("js");
    if (!Files.exists(folder.resolve("package-lock.json"))) {
      return new Missing(folder + " is not there: run it from a checkout");
    }
    Answer version;
    try {
      version = run(folder, "", "node", "--version");
    } catch (IOException e) {
      return new Missing("Node can't be run; install Node 20 or newer with npm: " + e.getMessage());
    }
    Matcher number = VERSION.matcher(version.output().strip());
    if (!number.matches() || Integer.parseInt(number.group(1)) < OLDEST_NODE) {
      return new Missing("Node is too old, 20 or newer is needed: " + version.output().strip());
    }
    Answer installed = run(folder, "", "node", "build/install.mjs");
    return installed.status() == 0
        ? new Found(new NodeLibraries(folder))
        : new Missing(installed.output().strip());
  }

  /** Measures one library. */
  TreeRates measure(BenchedTree library, TreeBenchOptions options) throws IOException {
    JsonNode rates =
        answer(
            "",
            "node",
            "--expose-gc",
            "src/measure.mjs",
            library.id(),
            Integer.toString(options.leaves()),
            Integer.toString(options.proofs()),
            Integer.toString(options.leastMs()),
            Long.toString(options.seed()));
    return new TreeRates(
        Bytes32.fromHex(rates.path("root").asText()),
        rates.path("builtPerSecond").asDouble(),
        rates.path("provenPerSecond").asDouble(),
        rates.path("checkedPerSecond").asDouble(),
        rates.path("heapBytes").asLong());
  }

  /**
   * OpenZeppelin's roots.
   *
   * @param trees an array of {@code {"types": [...], "rows": [[...], ...]}}
   */
  List<Bytes32> standardRoots(JsonNode trees) throws IOException {
    List<Bytes32> roots = new ArrayList<>();
    answer(trees.toString(), "node", "src/roots.mjs")
        .forEach(root -> roots.add(Bytes32.fromHex(root.asText())));
    return roots;
  }

  private JsonNode answer(String input, String... command) throws IOException {
    Answer answer = run(folder, input, command);
    if (answer.status() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + answer.output());
    }
    return Objects.requireNonNull(JSON.readTree(answer.output()));
  }

  private record Answer(int status, String output) {}

  private static Answer run(Path folder, String input, String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      try (var toProcess = process.outputWriter(StandardCharsets.UTF_8)) {
        toProcess.write(input);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(process.waitFor(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}

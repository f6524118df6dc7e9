package dev.quittance.embedded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in which anvil keeps the chain, and the last complete copy of it. Anvil truncates the
 * file and writes it anew every second, so a kill can leave half of it behind; then the copy, at
 * most some seconds older, takes its place. Not thread-safe.
 */
final class ChainState {
  private static final Logger LOG = LoggerFactory.getLogger(ChainState.class);
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final Path copy;

  ChainState(Path directory) {
    this.file = directory.resolve("state.json");
    this.copy = directory.resolve("state.copy.json");
  }

  Path file() {
    return file;
  }

  /** Copies the state if it is complete now; else the previous copy stays. */
  void keepCopy() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    Path fresh = copy.resolveSibling(copy.getFileName() + ".tmp");
    Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
    if (isComplete(fresh)) {
      Files.move(fresh, copy, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Makes the state one that anvil can read: a half-written one is replaced by the copy.
   *
   * @throws EmbeddedPartFailed when neither is complete
   */
  void restore() throws IOException {
    if (!Files.exists(file) || isComplete(file)) {
      return;
    }
    if (!Files.exists(copy) || !isComplete(copy)) {
      throw new EmbeddedPartFailed(
          EmbeddedPart.CHAIN,
          "its state " + file + " was only half written and there is no complete copy",
          "Start again with a fresh data directory.");
    }
    LOG.atWarn().addKeyValue("file", file).log("Half-written chain state replaced by its copy");
    Files.copy(copy, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isComplete(Path json) throws IOException {
    try (JsonParser parser = JSON.createParser(json.toFile())) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}

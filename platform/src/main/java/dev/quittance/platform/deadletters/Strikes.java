package dev.quittance.platform.deadletters;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often which record has crashed a stage of this process, kept over its restarts in a small
 * file: {@code [{"origin":"plans:0:17","strikes":2,"reason":…}]}.
 *
 * <p>Safe for all stream threads of the stage; asking whether there are any costs one field read. A
 * file that can't be read or written costs a poison record at most three more crashes, so it is
 * only logged.
 */
public final class Strikes {
  /** A record that has crashed so often is not tried again. */
  public static final int OUT = 3;

  private static final Logger LOG = LoggerFactory.getLogger(Strikes.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<Path> file;
  private volatile Map<Origin, Count> counts;

  /** How often, and why the last time. */
  private record Count(int strikes, String reason) {}

  private Strikes(Optional<Path> file, Map<Origin, Count> counts) {
    this.file = file;
    this.counts = Map.copyOf(counts);
  }

  /** Forgotten with the process. */
  public static Strikes inMemory() {
    return new Strikes(Optional.empty(), Map.of());
  }

  /** Kept in a file, which is made with the first strike. */
  public static Strikes in(Path file) {
    return new Strikes(Optional.of(file), read(file));
  }

  /** Whether no record has any. */
  boolean isEmpty() {
    return counts.isEmpty();
  }

  /** Why a record is struck out; empty when it is not. */
  Optional<String> reasonOut(Origin origin) {
    return Optional.ofNullable(counts.get(origin))
        .filter(count -> count.strikes() >= OUT)
        .map(Count::reason);
  }

  /** One more; returns how many it has now. */
  synchronized int add(Origin origin, String reason) {
    Count before = counts.get(origin);
    int strikes = before == null ? 1 : before.strikes() + 1;
    Map<Origin, Count> after = new HashMap<>(counts);
    after.put(origin, new Count(strikes, reason));
    replace(after);
    return strikes;
  }

  /** Drops those of records that nobody will see again. */
  synchronized void forget(Predicate<Origin> isPassed) {
    Map<Origin, Count> after = new HashMap<>(counts);
    if (after.keySet().removeIf(isPassed)) {
      replace(after);
    }
  }

  private void replace(Map<Origin, Count> after) {
    counts = Map.copyOf(after);
    file.ifPresent(path -> write(path, after));
  }

  private static void write(Path file, Map<Origin, Count> counts) {
    ArrayNode entries = JSON.createArrayNode();
    counts.forEach((origin, count) ->
        entries
            .addObject()
            .put("origin", origin.toString())
            .put("strikes", count.strikes())
            .put("reason", count.reason()));
    try {
      writeWhole(file, JSON.writeValueAsBytes(entries));
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("strikes can't be written down");
    }
  }

  /** Beside it first: a process that dies here leaves the old file or the new one. */
  private static void writeWhole(Path file, byte[] content) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    Files.createDirectories(folder);
    Path whole = folder.resolve("." + file.getFileName() + ".new");
    Files.write(
        whole,
        content,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Map<Origin, Count> read(Path file) {
    Map<Origin, Count> counts = new HashMap<>();
    try {
      for (JsonNode entry : JSON.readTree(Files.readAllBytes(file))) {
        Count count = new Count(entry.path("strikes").asInt(), entry.path("reason").asText());
        Origin.parse(entry.path("origin").asText()).ifPresent(origin -> counts.put(origin, count));
      }
    } catch (NoSuchFileException _) {
      return Map.of();
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("file", file).setCause(e).log("strikes are counted from zero");
      return Map.of();
    }
    return counts;
  }
}

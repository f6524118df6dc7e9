package dev.quittance.cli.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.platform.keys.SeedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a demo keeps its data: everything that a later run with the same folder goes on from.
 *
 * @param root the folder
 * @param isKept whether it outlives the run
 */
public record LocalFolder(Path root, boolean isKept) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The folder that was asked for, or a temporary one. */
  public static LocalFolder of(Path wanted) throws IOException {
    Files.createDirectories(wanted);
    return new LocalFolder(wanted.toAbsolutePath().normalize(), true);
  }

  /** A folder that is removed in the end. */
  public static LocalFolder temporary() throws IOException {
    return new LocalFolder(Files.createTempDirectory("quittance-demo-"), false);
  }

  public Path settings() {
    return root.resolve("quittance.yaml");
  }

  public Path deployment() {
    return root.resolve("deployment.json");
  }

  public Path seed() {
    return root.resolve("seed.json");
  }

  public Path passphrase() {
    return root.resolve("passphrase");
  }

  public Path embedded() {
    return root.resolve("embedded");
  }

  public Path data() {
    return root.resolve("data");
  }

  public Path trust() {
    return root.resolve("trust.json");
  }

  public Path bundles() {
    return root.resolve("bundles");
  }

  public Path apiKeysFile() {
    return root.resolve("api-keys.json");
  }

  public Path log() {
    return root.resolve("quittance.log");
  }

  /** The number of this run, from 1: it makes the ids of repeated samples new ones. */
  public int nextRun() throws IOException {
    Path file = root.resolve("runs");
    int run = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) + 1 : 1;
    Path whole = root.resolve("runs.new");
    Files.writeString(whole, run + "\n");
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return run;
  }

  /** One API key per tenant, made once; readable by the owner alone. */
  public Map<String, String> apiKeys(List<String> tenants) throws IOException {
    Path file = apiKeysFile();
    if (!Files.exists(file)) {
      SecureRandom random = new SecureRandom();
      ObjectNode keys = JSON.createObjectNode();
      for (String tenant : tenants) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        keys.put(tenant, "qk_" + HexFormat.of().formatHex(secret));
      }
      SeedFile.writePrivately(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(keys));
    }
    Map<String, String> keys = new TreeMap<>();
    JSON.readTree(Files.readAllBytes(file))
        .properties()
        .forEach(key -> keys.put(key.getKey(), key.getValue().asText()));
    return keys;
  }

  /** Writes a passphrase for the seed file, unless there is one. */
  public String ensurePassphrase() throws IOException {
    if (!Files.exists(passphrase())) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      SeedFile.writePrivately(
          passphrase(), (HexFormat.of().formatHex(secret) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Files.readString(passphrase()).strip();
  }

  /** Removes a temporary folder with all that is in it. */
  public void removeIfTemporary() {
    if (isKept) {
      return;
    }
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("can't remove the temporary folder " + root, e);
    }
  }
}

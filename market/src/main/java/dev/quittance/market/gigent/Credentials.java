package dev.quittance.market.gigent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * What registering an agent gave, as {@code .gigent-credentials} keeps it: readable by its owner
 * alone. Its text shows no key.
 */
final class Credentials {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final String agentId;
  private final String apiKey;
  private final String registeredAt;

  Credentials(String agentId, String apiKey, String registeredAt) {
    this.agentId = agentId;
    this.apiKey = apiKey;
    this.registeredAt = registeredAt;
  }

  String agentId() {
    return agentId;
  }

  String apiKey() {
    return apiKey;
  }

  /**
   * Reads a file; empty when there is none. A file that others may read is closed to them.
   *
   * @throws IOException when it can't be read or holds something else; names the file
   */
  static Optional<Credentials> read(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, UTF_8);
      if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(file, OWNER_ONLY);
      }
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      JsonNode json = GigentApi.JSON.readTree(text);
      String agentId = json.path("agent_id").asText("");
      if (!agentId.isEmpty()) {
        return Optional.of(
            new Credentials(
                agentId, json.path("api_key").asText(""), json.path("registered_at").asText("")));
      }
    } catch (JsonProcessingException e) {
      // said below, without the text: it may hold a key
    }
    throw new IOException(
        file + " holds no credentials of Gigent: a JSON object with agent_id and api_key");
  }

  /** Writes a file that its owner alone may read; it appears when it is whole. */
  void write(Path file) throws IOException {
    byte[] text =
        GigentApi.JSON
            .createObjectNode()
            .put("agent_id", agentId)
            .put("api_key", apiKey)
            .put("registered_at", registeredAt)
            .toPrettyString()
            .getBytes(UTF_8);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " is no place for a file");
    }
    Path partial =
        Files.createTempFile(
            folder, ".gigent-", ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        ByteBuffer buffer = ByteBuffer.wrap(text);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  @Override
  public String toString() {
    return "Credentials[agentId=" + agentId + "]";
  }
}

package dev.quittance.contracts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps a {@link Deployment} as a small JSON object with the members chainId, anchor, vault,
 * verifier and testUsd (left out where there is none) and deployBlock. Stateless.
 */
public final class DeploymentFile {

  /** What reading a deployment file gives. */
  public sealed interface ReadResult {}

  /** The file holds this deployment. */
  public record Found(Deployment deployment) implements ReadResult {}

  /** There is no such file: nothing was deployed yet. */
  public record Missing(Path file) implements ReadResult {}

  /** The file is there and cannot be used; {@code problem} names the file and the member. */
  public record Invalid(Path file, String problem) implements ReadResult {}

  private static final Set<String> MEMBERS =
      Set.of("chainId", "anchor", "vault", "verifier", "testUsd", "deployBlock");
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DeploymentFile() {}

  /** Reads {@code file}; unknown, missing and ill-formed members make it {@link Invalid}. */
  public static ReadResult read(Path file) {
    try {
      return new Found(fromJson(MAPPER.readTree(Files.readString(file))));
    } catch (NoSuchFileException e) {
      return new Missing(file);
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      return new Invalid(file, file + ": " + e.getMessage());
    }
  }

  /**
   * Writes {@code deployment} so that a reader sees the old file or the new one, never a part.
   *
   * @throws IOException when the directory cannot be written to
   */
  public static void write(Path file, Deployment deployment) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, MAPPER.writeValueAsString(toJson(deployment)) + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static ObjectNode toJson(Deployment deployment) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("chainId", deployment.chainId());
    json.put("anchor", deployment.anchor());
    json.put("vault", deployment.vault());
    deployment.verifier().ifPresent(address -> json.put("verifier", address));
    deployment.testUsd().ifPresent(address -> json.put("testUsd", address));
    json.put("deployBlock", deployment.deployBlock());
    return json;
  }

  private static Deployment fromJson(JsonNode json) {
    if (!json.isObject()) {
      throw new IllegalArgumentException("must hold one JSON object");
    }
    for (String member : json.propertyNames()) {
      if (!MEMBERS.contains(member)) {
        throw new IllegalArgumentException("unknown member \"" + member + "\"");
      }
    }
    return new Deployment(
        integer(json, "chainId"),
        text(json, "anchor"),
        text(json, "vault"),
        optionalText(json, "verifier"),
        optionalText(json, "testUsd"),
        integer(json, "deployBlock"));
  }

  private static long integer(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException(member + " must be an integer");
    }
    return value.longValue();
  }

  private static Optional<String> optionalText(JsonNode json, String member) {
    return json.has(member) ? Optional.of(text(json, member)) : Optional.empty();
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isString()) {
      throw new IllegalArgumentException(member + " must be a string");
    }
    return value.stringValue();
  }
}

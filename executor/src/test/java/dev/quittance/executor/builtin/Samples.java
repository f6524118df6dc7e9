package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads the {@code samples} folder at the root of the repository. */
public final class Samples {
  private static final Path FOLDER =
      Path.of(Objects.requireNonNull(System.getProperty("quittance.home")), "samples");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** One line of {@code orders.jsonl}. */
  public record Sample(JsonNode line) {
    public String sourceId() {
      return line.path("sourceId").textValue();
    }

    public String tenant() {
      return line.path("tenant").textValue();
    }

    public JsonNode order() {
      return line.path("order");
    }

    public String outcome() {
      return line.at("/expect/outcome").textValue();
    }

    public String code() {
      return line.at("/expect/code").asText();
    }

    /** Its steps; an order for one service is one step. */
    public List<JsonNode> steps() {
      return order().has("steps") ? list(order().path("steps")) : List.of(order());
    }

    @Override
    public String toString() {
      return sourceId();
    }
  }

  private Samples() {}

  public static List<Sample> orders() {
    try {
      return Files.readAllLines(FOLDER.resolve("orders.jsonl")).stream()
          .map(line -> new Sample(Run.json(line)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String readme() {
    try {
      return Files.readString(FOLDER.resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<JsonNode> agents() {
    return yaml("agents");
  }

  public static List<JsonNode> tenants() {
    return yaml("tenants");
  }

  public static List<JsonNode> policies() {
    return yaml("policies");
  }

  static JsonNode byId(List<JsonNode> entries, String id) {
    return entries.stream()
        .filter(entry -> entry.path("id").textValue().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no entry has the id " + id));
  }

  static List<JsonNode> list(JsonNode array) {
    var items = new ArrayList<JsonNode>();
    array.forEach(items::add);
    return items;
  }

  /** A file {@code name.yaml} holds one list under {@code name}. */
  private static List<JsonNode> yaml(String name) {
    try {
      return list(YAML.readTree(FOLDER.resolve(name + ".yaml").toFile()).path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

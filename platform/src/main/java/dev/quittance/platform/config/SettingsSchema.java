package dev.quittance.platform.config;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The JSON Schema of the settings: the one place that describes every key.
 *
 * <p>Immutable and safe for any number of threads.
 */
final class SettingsSchema {
  static final SettingsSchema INSTANCE = new SettingsSchema(resource());

  private final Schema schema;
  private final JsonNode document;

  private SettingsSchema(String text) {
    this.schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text, InputFormat.JSON);
    this.document = schema.getSchemaNode();
  }

  /** A key, a section among them, and what the schema says of it. */
  record Entry(String pointer, String name, JsonNode schema) {
    boolean isSection() {
      return "object".equals(schema.path("type").asString(""));
    }

    /** Not a setting, but a name that must not be used. */
    boolean isForbidden() {
      return schema.has("not");
    }

    String description() {
      return schema.path("description").asString("");
    }

    Optional<JsonNode> defaultValue() {
      return schema.optional("default");
    }
  }

  /** What is wrong with a document. */
  List<Error> validate(JsonNode settings) {
    return schema.validate(settings);
  }

  /** The keys of a section, in the order of the file; none when it is no section. */
  List<Entry> entries(String section) {
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : at(section).path("properties").properties()) {
      String pointer = Pointers.child(section, property.getKey());
      Entry entry = new Entry(pointer, property.getKey(), property.getValue());
      if (!entry.isForbidden()) {
        entries.add(entry);
      }
    }
    return entries;
  }

  /** All settings that are no sections, in the order of the file. */
  List<Entry> settings() {
    return settings("").toList();
  }

  private Stream<Entry> settings(String section) {
    return entries(section).stream()
        .flatMap(entry -> entry.isSection() ? settings(entry.pointer()) : Stream.of(entry));
  }

  /** The keys that a section can't do without. */
  List<Entry> required(String section) {
    List<String> names =
        at(section).path("required").valueStream().map(JsonNode::asString).toList();
    return entries(section).stream().filter(entry -> names.contains(entry.name())).toList();
  }

  /** What is expected at a place, in words. */
  String expected(String pointer) {
    return at(pointer).path("title").asString("nothing");
  }

  /** An example of what is expected at a place. */
  Optional<String> example(String pointer) {
    return at(pointer).path("examples").valueStream().map(JsonNode::asString).findFirst();
  }

  /** Whether text, and only text, is expected at a place. */
  boolean expectsText(String pointer) {
    return "string".equals(at(pointer).path("type").asString(""));
  }

  /** Whether an integer is expected at a place. */
  boolean expectsInteger(String pointer) {
    return "integer".equals(at(pointer).path("type").asString(""));
  }

  /** Whether true or false is expected at a place. */
  boolean expectsBoolean(String pointer) {
    return "boolean".equals(at(pointer).path("type").asString(""));
  }

  private JsonNode at(String pointer) {
    JsonNode node = document;
    for (String name : Pointers.names(pointer)) {
      JsonNode properties = node.path("properties");
      node = properties.has(name) ? properties.path(name) : node.path("additionalProperties");
    }
    return node;
  }

  private static String resource() {
    try (InputStream in = SettingsSchema.class.getResourceAsStream("quittance.schema.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

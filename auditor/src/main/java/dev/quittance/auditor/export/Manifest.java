package dev.quittance.auditor.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code manifest.json}: what an export consists of.
 *
 * @param origin the log
 * @param from the first period
 * @param to the last period
 * @param exportedAtMs until when it has all records of the line, unix milliseconds
 * @param vault the contract that pays, if there is one
 * @param schemas the schemas of its records
 * @param files the files of its records
 */
public record Manifest(
    String origin,
    long from,
    long to,
    long exportedAtMs,
    Optional<String> vault,
    List<SchemaEntry> schemas,
    List<FileEntry> files) {

  /** The format's name and version. */
  public static final String FORMAT = "quittance-export/v1";

  /** The file's name. */
  public static final String FILE = "manifest.json";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The schema of a topic's values under its id in the registry. */
  public record SchemaEntry(String topic, int id, String file, String fingerprint) {}

  /** The file of a partition; offsets are -1 where there are no records. */
  public record FileEntry(
      String topic,
      int partition,
      String file,
      long records,
      long firstOffset,
      long lastOffset,
      long bytes,
      String sha256) {}

  /** Copies the lists. */
  public Manifest {
    schemas = List.copyOf(schemas);
    files = List.copyOf(files);
  }

  /** Its text. */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("origin", origin).put("from", from).put("to", to);
    json.put("exportedAtMs", exportedAtMs);
    vault.ifPresent(address -> json.put("vault", address));
    var listed = json.putArray("schemas");
    for (SchemaEntry schema : schemas) {
      listed
          .addObject()
          .put("topic", schema.topic)
          .put("id", schema.id)
          .put("file", schema.file)
          .put("fingerprint", schema.fingerprint);
    }
    var entries = json.putArray("files");
    for (FileEntry file : files) {
      entries
          .addObject()
          .put("topic", file.topic)
          .put("partition", file.partition)
          .put("file", file.file)
          .put("records", file.records)
          .put("firstOffset", file.firstOffset)
          .put("lastOffset", file.lastOffset)
          .put("bytes", file.bytes)
          .put("sha256", file.sha256);
    }
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws IllegalArgumentException that says what is wrong with it
   */
  public static Manifest parse(String text) {
    JsonNode json;
    try {
      json = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is no JSON: " + e.getOriginalMessage(), e);
    }
    String format = json.path("format").asText();
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "has format \"%s\", and this version reads %s; use the version that wrote it or a newer one"
              .formatted(format, FORMAT));
    }
    List<SchemaEntry> schemas = new ArrayList<>();
    for (JsonNode schema : json.path("schemas")) {
      schemas.add(
          new SchemaEntry(
              text(schema, "topic"),
              (int) number(schema, "id"),
              text(schema, "file"),
              text(schema, "fingerprint")));
    }
    List<FileEntry> files = new ArrayList<>();
    for (JsonNode file : json.path("files")) {
      files.add(file(file));
    }
    return new Manifest(
        text(json, "origin"),
        number(json, "from"),
        number(json, "to"),
        number(json, "exportedAtMs"),
        json.has("vault") ? Optional.of(text(json, "vault")) : Optional.empty(),
        schemas,
        files);
  }

  private static FileEntry file(JsonNode file) {
    return new FileEntry(
        text(file, "topic"),
        (int) number(file, "partition"),
        text(file, "file"),
        number(file, "records"),
        number(file, "firstOffset"),
        number(file, "lastOffset"),
        number(file, "bytes"),
        text(file, "sha256"));
  }

  private static String text(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("lacks the text \"" + member + "\"");
    }
    return value.textValue();
  }

  private static long number(JsonNode json, String member) {
    JsonNode value = json.path(member);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("lacks the integer \"" + member + "\"");
    }
    return value.longValue();
  }
}

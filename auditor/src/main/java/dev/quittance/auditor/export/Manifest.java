package dev.quittance.auditor.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code manifest.json}: what an export consists of.
 *
 * @param origin the log
 * @param from the first period
 * @param to the last period
 * @param after SHA-256 of the {@code manifest.json} of the part that it goes on from; empty exactly
 *     where it begins with period 0
 * @param exportedAtMs until when it has all records of the line, unix milliseconds
 * @param vault the contract that pays, if there is one
 * @param schemas the schemas of its records
 * @param files the files of its records
 */
public record Manifest(
    String origin,
    long from,
    long to,
    Optional<String> after,
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

  /**
   * The file of a partition; offsets are -1 where there are no records.
   *
   * @param afterOffset the last offset of the partition in the parts before; empty where the export
   *     begins with period 0
   */
  public record FileEntry(
      String topic,
      int partition,
      String file,
      OptionalLong afterOffset,
      long records,
      long firstOffset,
      long lastOffset,
      long bytes,
      String sha256) {

    /** A file as it was written. */
    public static FileEntry of(
        String topic,
        int partition,
        String file,
        OptionalLong afterOffset,
        RecordFileWriter.Written written) {
      return new FileEntry(
          topic,
          partition,
          file,
          afterOffset,
          written.records(),
          written.firstOffset(),
          written.lastOffset(),
          written.bytes(),
          written.sha256().toString());
    }

    /** The last offset of the partition in this part and those before; -1 if they have none. */
    public long lastOffsetSoFar() {
      return Math.max(lastOffset, afterOffset.orElse(-1));
    }
  }

  /** Copies the lists and checks what the periods allow. */
  public Manifest {
    schemas = List.copyOf(schemas);
    files = List.copyOf(files);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("has periods from %d to %d".formatted(from, to));
    }
    if (after.isPresent() != from > 0) {
      throw new IllegalArgumentException(
          from > 0
              ? "begins with period %d and lacks the text \"after\"".formatted(from)
              : "begins with period 0 and has \"after\": nothing is before that");
    }
    files.forEach(file -> check(file, from > 0));
  }

  private static void check(FileEntry file, boolean isPart) {
    if (file.afterOffset.isPresent() != isPart) {
      throw new IllegalArgumentException(
          "%s \"afterOffset\" of %s"
              .formatted(isPart ? "lacks" : "begins with period 0 and has", file.file));
    }
  }

  /** The same with other files. */
  public Manifest withFiles(List<FileEntry> others) {
    return new Manifest(origin, from, to, after, exportedAtMs, vault, schemas, others);
  }

  /** Its text. */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("origin", origin).put("from", from).put("to", to);
    after.ifPresent(hash -> json.put("after", hash));
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
    files.forEach(file -> write(file, entries.addObject()));
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can always be written", e);
    }
  }

  private static void write(FileEntry file, ObjectNode json) {
    json.put("topic", file.topic).put("partition", file.partition).put("file", file.file);
    file.afterOffset.ifPresent(offset -> json.put("afterOffset", offset));
    json.put("records", file.records)
        .put("firstOffset", file.firstOffset)
        .put("lastOffset", file.lastOffset)
        .put("bytes", file.bytes)
        .put("sha256", file.sha256);
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
        json.has("after") ? Optional.of(text(json, "after")) : Optional.empty(),
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
        file.has("afterOffset")
            ? OptionalLong.of(number(file, "afterOffset"))
            : OptionalLong.empty(),
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

package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** The topics of an export. Thread-safe. */
final class ExportTopics implements RawTopics {

  private final Path folder;
  private final Map<String, Map<Integer, Manifest.FileEntry>> files = new HashMap<>();
  private final Map<String, Integer> schemaIds = new HashMap<>();

  ExportTopics(Path folder, Manifest manifest) {
    this.folder = folder;
    for (Manifest.FileEntry file : manifest.files()) {
      files.computeIfAbsent(file.topic(), _ -> new HashMap<>()).put(file.partition(), file);
    }
    manifest.schemas().forEach(schema -> schemaIds.put(schema.topic(), schema.id()));
  }

  @Override
  public int partitions(String topic) {
    return files.getOrDefault(topic, Map.of()).size();
  }

  @Override
  public long upperBound(String topic) {
    return files.getOrDefault(topic, Map.of()).values().stream()
        .mapToLong(Manifest.FileEntry::records)
        .sum();
  }

  @Override
  public OptionalInt schemaId(String topic) {
    Integer id = schemaIds.get(topic);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public Cursor<RawRecord> open(String topic, int partition, Position from)
      throws LogUnavailableException {
    Manifest.FileEntry file = files.getOrDefault(topic, Map.of()).get(partition);
    if (file == null) {
      throw new LogUnavailableException(
          "the export %s has no partition %d of %s".formatted(folder, partition, topic));
    }
    try {
      RecordFileReader reader = new RecordFileReader(folder.resolve(file.file()), topic, partition);
      reader.skip(from.records());
      return reader;
    } catch (IOException e) {
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }
}

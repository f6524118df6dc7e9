package dev.quittance.auditor.export;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.RawTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The topics of an export, out of all of its parts. Thread-safe. */
final class ExportTopics implements RawTopics {

  private final ExportPart last;
  private final Map<String, Map<Integer, List<Path>>> files = new HashMap<>();
  private final Map<String, Long> records = new HashMap<>();
  private final Map<String, Integer> schemaIds = new HashMap<>();

  ExportTopics(ExportChain chain) {
    this.last = chain.last();
    for (ExportPart part : chain.parts()) {
      for (Manifest.FileEntry file : part.manifest().files()) {
        files
            .computeIfAbsent(file.topic(), _ -> new HashMap<>())
            .computeIfAbsent(file.partition(), _ -> new ArrayList<>())
            .add(part.folder().resolve(file.file()));
        records.merge(file.topic(), file.records(), Long::sum);
      }
      // The last part that names a topic says under which id its records count.
      part.manifest().schemas().forEach(schema -> schemaIds.put(schema.topic(), schema.id()));
    }
  }

  @Override
  public int partitions(String topic) {
    return files.getOrDefault(topic, Map.of()).size();
  }

  @Override
  public long upperBound(String topic) {
    return records.getOrDefault(topic, 0L);
  }

  @Override
  public OptionalInt schemaId(String topic) {
    Integer id = schemaIds.get(topic);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  @Override
  public Cursor<RawRecord> open(String topic, int partition, Position from)
      throws LogUnavailableException {
    List<Path> parts = files.getOrDefault(topic, Map.of()).getOrDefault(partition, List.of());
    if (parts.isEmpty()) {
      throw new LogUnavailableException(
          "the export %s has no partition %d of %s".formatted(last.folder(), partition, topic));
    }
    return parts.size() == 1
        ? one(parts.getFirst(), topic, partition, from)
        : merged(parts, topic, partition, from);
  }

  /** Records of a file are passed by without a look at them. */
  private static Cursor<RawRecord> one(Path file, String topic, int partition, Position from)
      throws LogUnavailableException {
    RecordFileReader reader = RecordFileReader.open(file, topic, partition);
    try {
      reader.skip(from.records());
      return reader;
    } catch (IOException e) {
      reader.close();
      throw new LogUnavailableException(String.valueOf(e.getMessage()), e);
    }
  }

  private static Cursor<RawRecord> merged(
      List<Path> files, String topic, int partition, Position from) throws LogUnavailableException {
    MergedRecords merged = MergedRecords.open(files, topic, partition);
    try {
      merged.skip(from.records());
      return merged;
    } catch (LogUnavailableException | RuntimeException e) {
      merged.close();
      throw e;
    }
  }
}

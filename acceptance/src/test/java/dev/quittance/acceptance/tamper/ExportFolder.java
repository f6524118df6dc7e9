package dev.quittance.acceptance.tamper;

import dev.quittance.auditor.export.Manifest;
import dev.quittance.auditor.export.RecordFileReader;
import dev.quittance.auditor.export.RecordFileWriter;
import dev.quittance.auditor.source.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** An export whose records can be changed, with a manifest that says that nothing was. */
public record ExportFolder(Path root) {

  /** The partition of a topic. */
  public record Partition(String topic, int number) {}

  public Manifest manifest() throws IOException {
    return Manifest.parse(Files.readString(root.resolve(Manifest.FILE)));
  }

  /** The partitions of a topic that have records. */
  public List<Partition> partitions(String topic) throws IOException {
    return manifest().files().stream()
        .filter(file -> file.topic().equals(topic) && file.records() > 0)
        .map(file -> new Partition(topic, file.partition()))
        .toList();
  }

  public List<RawRecord> records(Partition partition) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (RecordFileReader reader =
        new RecordFileReader(file(partition), partition.topic, partition.number)) {
      for (RawRecord next = reader.read(); next != null; next = reader.read()) {
        records.add(next);
      }
    }
    return records;
  }

  private Path file(Partition partition) throws IOException {
    return root.resolve(entry(partition).file());
  }

  private Manifest.FileEntry entry(Partition partition) throws IOException {
    return manifest().files().stream()
        .filter(
            file -> file.topic().equals(partition.topic) && file.partition() == partition.number)
        .findFirst()
        .orElseThrow();
  }

  /** Writes other records in place of those that are there, and makes the manifest again. */
  public void replace(Partition partition, List<RawRecord> records) throws IOException {
    Manifest.FileEntry old = entry(partition);
    RecordFileWriter.Written written = write(partition, records);
    Manifest.FileEntry changed =
        Manifest.FileEntry.of(old.topic(), old.partition(), old.file(), old.afterOffset(), written);
    manifest(files -> files.stream().map(file -> file.equals(old) ? changed : file).toList());
  }

  /** The same, leaving the manifest as it is. */
  public RecordFileWriter.Written write(Partition partition, List<RawRecord> records)
      throws IOException {
    try (RecordFileWriter writer =
        new RecordFileWriter(file(partition), partition.topic, partition.number)) {
      for (RawRecord record : records) {
        writer.write(record);
      }
      return writer.finish();
    }
  }

  private void manifest(UnaryOperator<List<Manifest.FileEntry>> change) throws IOException {
    Manifest known = manifest();
    Manifest changed = known.withFiles(change.apply(known.files()));
    Files.writeString(root.resolve(Manifest.FILE), changed.toJson());
  }

  /** A copy to be tampered with. */
  public ExportFolder copyTo(Path target) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.toList()) {
        Path copy = target.resolve(root.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    return new ExportFolder(target);
  }
}

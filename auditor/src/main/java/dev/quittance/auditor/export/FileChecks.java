package dev.quittance.auditor.export;

import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.SourceProblem;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Whether the files of an export are whole and those that its manifest names. Stateless. */
final class FileChecks {
  private FileChecks() {}

  /**
   * All problems, in the order of the parts and their manifests; the files are read by all cores.
   */
  static List<SourceProblem> problems(ExportChain chain) {
    List<SourceProblem> problems =
        new ArrayList<>(
            chain.parts().stream().flatMap(FileChecks::located).toList().parallelStream()
                .flatMap(file -> problem(file.folder, file.entry).stream())
                .toList());
    if (problems.stream().noneMatch(SourceProblem::isFatal)) {
      problems.addAll(overlaps(chain));
    }
    return List.copyOf(problems);
  }

  private record Located(Path folder, Manifest.FileEntry entry) {}

  private static Stream<Located> located(ExportPart part) {
    return part.manifest().files().stream().map(file -> new Located(part.folder(), file));
  }

  /** Records that stand in two parts; only where files overlap there may be any. */
  private static List<SourceProblem> overlaps(ExportChain chain) {
    Map<List<Object>, List<Located>> partitions = new LinkedHashMap<>();
    chain.parts().stream()
        .flatMap(FileChecks::located)
        .filter(file -> file.entry.records() > 0)
        .forEach(file ->
            partitions
                .computeIfAbsent(
                    List.of(file.entry.topic(), file.entry.partition()), _ -> new ArrayList<>())
                .add(file));
    return partitions.values().stream()
        .filter(FileChecks::mayOverlap)
        .flatMap(files -> overlap(files).stream())
        .toList();
  }

  private static boolean mayOverlap(List<Located> files) {
    long last = -1;
    for (Located file : files) {
      if (file.entry.firstOffset() <= last) {
        return true;
      }
      last = Math.max(last, file.entry.lastOffset());
    }
    return false;
  }

  private static Optional<SourceProblem> overlap(List<Located> files) {
    Manifest.FileEntry entry = files.getFirst().entry;
    List<Path> paths = files.stream().map(file -> file.folder.resolve(file.entry.file())).toList();
    try (MergedRecords records = MergedRecords.open(paths, entry.topic(), entry.partition())) {
      records.skip(Long.MAX_VALUE);
      return Optional.empty();
    } catch (LogUnavailableException e) {
      return Optional.of(problem(entry, true, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<SourceProblem> problem(Path folder, Manifest.FileEntry entry) {
    Path file = folder.resolve(entry.file());
    MessageDigest digest = RecordFileWriter.sha256();
    long records = 0;
    try (RecordFileReader reader =
        new RecordFileReader(
            file,
            new DigestInputStream(Files.newInputStream(file), digest),
            entry.topic(),
            entry.partition())) {
      for (RawRecord record = reader.read(); record != null; record = reader.read()) {
        records++;
      }
    } catch (NoSuchFileException _) {
      return Optional.of(problem(entry, true, file + " is missing; export again"));
    } catch (IOException e) {
      return Optional.of(problem(entry, true, e.getMessage() + "; export again"));
    }
    String sha256 = Bytes32.wrap(digest.digest()).toString();
    return sha256.equals(entry.sha256()) && records == entry.records()
        ? Optional.empty()
        : Optional.of(
            problem(
                entry,
                false,
                "%s has %d records and SHA-256 %s, the manifest says %d and %s: it was changed after the export"
                    .formatted(file, records, sha256, entry.records(), entry.sha256())));
  }

  private static SourceProblem problem(Manifest.FileEntry entry, boolean isFatal, String message) {
    return new SourceProblem(entry.topic(), OptionalInt.of(entry.partition()), isFatal, message);
  }
}

package dev.quittance.auditor.export;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.SourceProblem;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether the files of an export are whole and those that its manifest names. Stateless. */
final class FileChecks {
  private FileChecks() {}

  /** All problems, in the order of the manifest; the files are read by all cores. */
  static List<SourceProblem> problems(Path folder, Manifest manifest) {
    return manifest.files().parallelStream()
        .flatMap(file -> problem(folder, file).stream())
        .toList();
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

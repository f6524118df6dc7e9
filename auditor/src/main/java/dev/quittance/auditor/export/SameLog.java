package dev.quittance.auditor.export;

import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.auditor.source.RawTopics;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Whether a log is the one that an export was made of, as far as the export's manifest can tell:
 * its name, its partitions, its rules byte by byte. Whether its records are still the same, the
 * audit finds. Stateless.
 */
final class SameLog {
  private SameLog() {}

  /**
   * Throws where it is another one.
   *
   * @param folder where a file may be written for a moment
   */
  static void check(ExportPart before, PublishedLog log, RawTopics topics, Path folder)
      throws IOException, LogUnavailableException {
    String origin = log.identity().origin();
    if (!origin.equals(before.manifest().origin())) {
      throw new LogUnavailableException(
          "%s is an export of %s, and this log is %s"
              .formatted(before.folder(), before.manifest().origin(), origin));
    }
    requirePartitions(before, topics);
    for (Manifest.FileEntry file : before.manifest().files()) {
      if (file.topic().equals(Topics.LOG_RULES.name()) && !isSame(file, log, topics, folder)) {
        throw new LogUnavailableException(
            "the rules of this log up to offset %d are not those in %s: it is another log, or was changed"
                .formatted(file.lastOffsetSoFar(), before.folder()));
      }
    }
  }

  private static void requirePartitions(ExportPart before, RawTopics topics)
      throws LogUnavailableException {
    Map<String, Integer> highest = new TreeMap<>();
    before
        .manifest()
        .files()
        .forEach(file -> highest.merge(file.topic(), file.partition(), Math::max));
    for (Map.Entry<String, Integer> topic : highest.entrySet()) {
      if (topic.getValue() >= topics.partitions(topic.getKey())) {
        throw new LogUnavailableException(
            "%s has partition %d of %s, and this log has not: it is another log, or was made anew"
                .formatted(before.folder(), topic.getValue(), topic.getKey()));
      }
    }
  }

  private static boolean isSame(
      Manifest.FileEntry rules, PublishedLog log, RawTopics topics, Path folder)
      throws IOException, LogUnavailableException {
    return offsets(log).anyMatch(offset -> offset == rules.lastOffsetSoFar())
        && sha256(rules, topics, folder).equals(rules.sha256());
  }

  private static LongStream offsets(PublishedLog log) {
    return Stream.concat(
            log.rulesOffsets().stream(), log.strays().stream().map(PublishedLog.Stray::offset))
        .mapToLong(Long::longValue);
  }

  private static String sha256(Manifest.FileEntry rules, RawTopics topics, Path folder)
      throws IOException, LogUnavailableException {
    Path file = folder.resolve("rules.records");
    RecordFileWriter.Written written =
        RecordCopy.copy(
            topics,
            rules.topic(),
            rules.partition(),
            rules.afterOffset().orElse(-1) + 1,
            record -> record.offset() <= rules.lastOffset(),
            file,
            () -> {});
    Files.delete(file);
    return written.sha256().toString();
  }
}

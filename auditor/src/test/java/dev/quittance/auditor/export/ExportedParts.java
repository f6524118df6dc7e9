package dev.quittance.auditor.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.FakeLog;
import dev.quittance.auditor.FakeTopics;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.source.RawRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/**
 * A random log that was exported in random parts while it grew, which it did while it was exported
 * too, and whole at the time of the last.
 *
 * @param parts in their order
 */
record ExportedParts(
    RandomLogs random,
    FakeLog log,
    GrowingTopics topics,
    List<ExportPart> parts,
    ExportPart whole) {

  /** Makes them in a folder; the log has at least four periods. */
  static ExportedParts in(Path folder, long seed) throws IOException {
    Random random = new Random(seed);
    RandomLogs logs = new RandomLogs(seed, 2);
    List<Integer> periods = new ArrayList<>();
    for (int epochs = 1 + random.nextInt(3); epochs > 0; epochs--) {
      periods.add(1 + random.nextInt(3) + (epochs == 1 ? 3 : 0));
    }
    FakeLog log = logs.log(periods);
    GrowingTopics topics = new GrowingTopics(random, log, new FakeTopics(logs, log));
    if (random.nextBoolean()) {
      // Something to find.
      topics.records("receipts", 1).remove(2);
    }
    int last = log.onChain.size() - 1;
    int count = 2 + random.nextInt(3);
    List<ExportPart> parts = new ArrayList<>();
    int to = -1;
    int published = -1;
    for (int number = 0; number < count; number++) {
      boolean isLast = number == count - 1;
      to =
          isLast
              ? Math.max(to + 1, last - random.nextInt(2))
              : to + 1 + random.nextInt(last - to - count + number + 1);
      published = Math.max(published, to + random.nextInt(last - to + 1));
      topics.growUntilPublished(published);
      topics.growWhileRead(!isLast);
      Instant now = log.soonAfter().minus(Duration.ofHours(count - 1 - number));
      Optional<ExportPart> before =
          parts.isEmpty() ? Optional.empty() : Optional.of(parts.getLast());
      parts.add(export(topics, folder.resolve("part-" + number), before, to, now));
    }
    ExportPart whole =
        export(topics, folder.resolve("whole"), Optional.empty(), to, log.soonAfter());
    return new ExportedParts(logs, log, topics, parts, whole);
  }

  /** Exports what must be possible to export. */
  static ExportPart export(
      GrowingTopics topics, Path folder, Optional<ExportPart> before, long to, Instant now) {
    assertThat(run(topics, folder, before, OptionalLong.of(to), now))
        .isInstanceOf(ExportResult.Exported.class);
    return part(folder);
  }

  static ExportResult run(
      GrowingTopics topics,
      Path folder,
      Optional<ExportPart> before,
      OptionalLong to,
      Instant now) {
    Map<String, Integer> ids =
        Map.of("receipts", RandomLogs.SCHEMA_ID, "log-rules", RandomLogs.SCHEMA_ID);
    return Exporter.run(
        topics, new ExportRequest(folder, before, to, ids, Optional.empty(), now), _ -> {});
  }

  static ExportPart part(Path folder) {
    return ((ExportPart.Found) ExportPart.read(folder)).part();
  }

  List<Path> folders() {
    return new ArrayList<>(parts.stream().map(ExportPart::folder).toList());
  }

  /** The records of a file. */
  static List<RawRecord> records(ExportPart part, Manifest.FileEntry file) throws IOException {
    List<RawRecord> records = new ArrayList<>();
    try (RecordFileReader reader =
        new RecordFileReader(part.folder().resolve(file.file()), file.topic(), file.partition())) {
      for (RawRecord next = reader.read(); next != null; next = reader.read()) {
        records.add(next);
      }
    }
    return records;
  }
}

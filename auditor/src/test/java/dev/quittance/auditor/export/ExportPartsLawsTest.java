package dev.quittance.auditor.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.Audit;
import dev.quittance.auditor.FakeLog;
import dev.quittance.auditor.Progress;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts of an export are together what one export would have been; what is amiss is named. */
class ExportPartsLawsTest {

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 8);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void partsAreAuditedAsOneExportIs(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    List<Path> folders = exported.folders();
    Collections.shuffle(folders, new Random(seed));

    assertThat(audit(exported.log(), folders))
        .as("seed %d", seed)
        .isEqualTo(audit(exported.log(), List.of(exported.whole().folder())));
  }

  private static String audit(FakeLog log, List<Path> folders) {
    ExportLogSource source = opened(folders);
    assertThat(source.problems()).isEmpty();
    return Audit.run(source, log.chain(), log.options(), Progress.Listener.silent())
        .lasting(Duration.ZERO)
        .toJson();
  }

  private static ExportLogSource opened(List<Path> folders) {
    ExportLogSource.Opening opening = ExportLogSource.open(folders);
    assertThat(opening).isInstanceOf(ExportLogSource.Opened.class);
    return ((ExportLogSource.Opened) opening).source();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRecordOfTheWholeStandsInOnePart(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    Map<String, List<RawRecord>> inParts = new TreeMap<>();
    for (ExportPart part : exported.parts()) {
      collect(part, inParts);
    }
    inParts.values().forEach(records -> records.sort(Comparator.comparingLong(RawRecord::offset)));
    Map<String, List<RawRecord>> inWhole = new TreeMap<>();
    collect(exported.whole(), inWhole);

    assertThat(inParts).as("seed %d", seed).isEqualTo(inWhole);
  }

  private static void collect(ExportPart part, Map<String, List<RawRecord>> records)
      throws IOException {
    for (Manifest.FileEntry file : part.manifest().files()) {
      records
          .computeIfAbsent(file.topic() + "/" + file.partition(), _ -> new ArrayList<>())
          .addAll(ExportedParts.records(part, file));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRecordOfAPeriodStandsInThePartOfThePeriod(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    FakeLog log = exported.log();
    for (ExportPart part : exported.parts()) {
      assertPeriods(part, "anchors", log.anchors, anchor -> anchor.seq(), seed);
      assertPeriods(part, "log-heads", log.heads, head -> head.seq(), seed);
      assertPeriods(part, "settlement-rows", log.rows, row -> row.seq(), seed);
      assertPeriods(part, "log-interim-heads", log.notes, note -> note.seq(), seed);
    }
  }

  private static <T> void assertPeriods(
      ExportPart part, String topic, List<Published<T>> published, ToLongFunction<T> seq, long seed)
      throws IOException {
    List<Long> expected =
        published.stream()
            .filter(one -> {
              long period = seq.applyAsLong(one.content().orElseThrow());
              return period >= part.manifest().from() && period <= part.manifest().to();
            })
            .map(Published::offset)
            .toList();
    List<Long> offsets = new ArrayList<>();
    for (Manifest.FileEntry file : part.manifest().files()) {
      if (file.topic().equals(topic)) {
        // Those at odd offsets are of no period.
        ExportedParts.records(part, file).stream()
            .map(RawRecord::offset)
            .filter(offset -> offset % 2 == 0)
            .forEach(offsets::add);
      }
    }
    assertThat(offsets).as("%s, %s, seed %d", topic, part.folder(), seed).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPartNamesTheOneBeforeItAndWhereThatEnds(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    Map<String, Long> ends = new HashMap<>();
    Optional<ExportPart> before = Optional.empty();
    for (ExportPart part : exported.parts()) {
      Manifest manifest = part.manifest();
      assertThat(manifest.from()).isEqualTo(before.map(one -> one.manifest().to() + 1).orElse(0L));
      assertThat(manifest.after()).isEqualTo(before.map(ExportPart::sha256));
      assertThat(manifest.toJson())
          .isEqualTo(Files.readString(part.folder().resolve(Manifest.FILE)));
      for (Manifest.FileEntry file : manifest.files()) {
        String partition = file.topic() + "/" + file.partition();
        OptionalLong expected =
            before.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(ends.getOrDefault(partition, -1L));
        assertThat(file.afterOffset()).as("%s, seed %d", partition, seed).isEqualTo(expected);
        ends.merge(partition, file.lastOffset(), Math::max);
      }
      before = Optional.of(part);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReadingGoesOnFromAnyPosition(long seed) throws Exception {
    ExportedParts exported = ExportedParts.in(folder, seed);
    ExportTopics whole = new ExportTopics(new ExportChain(List.of(exported.whole())));
    ExportTopics parts = new ExportTopics(new ExportChain(exported.parts()));
    for (Manifest.FileEntry file : exported.whole().manifest().files()) {
      assertThat(parts.partitions(file.topic())).isEqualTo(whole.partitions(file.topic()));
      assertThat(parts.upperBound(file.topic())).isEqualTo(whole.upperBound(file.topic()));
      for (long count = 0; count <= file.records() + 1; count += 3) {
        Position from = new Position(count, 0);
        assertThat(offsets(parts, file, from))
            .as("%s from %d, seed %d", file.file(), count, seed)
            .isEqualTo(offsets(whole, file, from));
      }
    }
  }

  private static List<Long> offsets(ExportTopics topics, Manifest.FileEntry file, Position from)
      throws Exception {
    List<Long> offsets = new ArrayList<>();
    try (Cursor<RawRecord> records = topics.open(file.topic(), file.partition(), from)) {
      for (RawRecord next = records.next(); next != null; next = records.next()) {
        offsets.add(next.offset());
      }
    }
    return offsets;
  }
}

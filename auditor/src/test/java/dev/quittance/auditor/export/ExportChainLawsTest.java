package dev.quittance.auditor.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.source.RawRecord;
import dev.quittance.auditor.source.SourceProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is amiss with the parts of an export is noticed and named. */
class ExportChainLawsTest {

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(21, 25);
  }

  private static String refusal(List<Path> folders) {
    ExportLogSource.Opening opening = ExportLogSource.open(folders);
    assertThat(opening).isInstanceOf(ExportLogSource.Refused.class);
    return ((ExportLogSource.Refused) opening).reason();
  }

  private static List<SourceProblem> problems(List<Path> folders) {
    return ((ExportLogSource.Opened) ExportLogSource.open(folders)).source().problems();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPartThatIsLeftOutIsNamedByItsPeriods(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    for (int left = 0; left < exported.parts().size() - 1; left++) {
      List<Path> folders = exported.folders();
      folders.remove(left);
      ExportPart next = exported.parts().get(left + 1);
      long from = next.manifest().from();

      assertThat(refusal(folders))
          .as("without part %d, seed %d", left, seed)
          .startsWith(
              "%s begins with period %d and goes on from an export that ends with period %d"
                  .formatted(next.folder(), from, from - 1))
          .contains("--export");
    }
    List<Path> twice = exported.folders();
    twice.add(twice.getFirst());
    assertThat(refusal(twice)).contains("both begin with period 0", twice.getFirst().toString());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aPartThatIsAnotherOneIsNamed(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    Random random = new Random(seed);
    int swapped = random.nextInt(exported.parts().size() - 1);
    ExportPart known = exported.parts().get(swapped);
    Path again = folder.resolve("again");
    ExportedParts.export(
        exported.topics(),
        again,
        swapped == 0 ? Optional.empty() : Optional.of(exported.parts().get(swapped - 1)),
        known.manifest().to(),
        exported.log().soonAfter().plus(Duration.ofHours(1)));
    List<Path> folders = exported.folders();
    folders.set(swapped, again);

    assertThat(refusal(folders))
        .as("part %d, seed %d", swapped, seed)
        .contains(again.toString(), folders.get(swapped + 1).toString(), known.sha256())
        .contains("another export of the same periods");

    Path other = folder.resolve("other");
    List<Path> mixed = exported.folders();
    mixed.set(0, ExportedParts.in(other, seed + 1000).folders().getFirst());
    assertThat(refusal(mixed)).contains(other.toString(), "audit one log at a time");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aManifestThatWasChangedIsNamedByThePartAfterIt(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    ExportPart part = exported.parts().get(new Random(seed).nextInt(exported.parts().size() - 1));
    Path file = part.folder().resolve(Manifest.FILE);
    Files.writeString(file, Files.readString(file) + "\n");

    assertThat(refusal(exported.folders()))
        .as("seed %d", seed)
        .contains("of " + part.folder() + " has ", "it was changed");
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aByteThatWasChangedInAnyPartIsNoticed(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      ExportPart part = exported.parts().get(random.nextInt(exported.parts().size()));
      List<Manifest.FileEntry> files =
          part.manifest().files().stream().filter(file -> file.records() > 0).toList();
      Path file = part.folder().resolve(files.get(random.nextInt(files.size())).file());
      byte[] bytes = Files.readAllBytes(file);
      byte[] changed = bytes.clone();
      int at = random.nextInt(bytes.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, changed);

      assertThat(problems(exported.folders()))
          .as("byte %d of %s, seed %d", at, file, seed)
          .anySatisfy(problem -> assertThat(problem.message()).contains(file.toString()));
      Files.write(file, bytes);
    }
    assertThat(problems(exported.folders())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aRecordThatStandsInTwoPartsIsADamageOfBoth(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    ExportPart first = exported.parts().getFirst();
    ExportPart last = exported.parts().getLast();
    Manifest.FileEntry copied = file(first, "anchors");
    Manifest.FileEntry replaced = file(last, "anchors");
    Path source = first.folder().resolve(copied.file());
    Path target = last.folder().resolve(replaced.file());
    Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    List<Manifest.FileEntry> files = new ArrayList<>(last.manifest().files());
    files.replaceAll(file -> file.equals(replaced) ? after(copied, replaced.afterOffset()) : file);
    Files.writeString(
        last.folder().resolve(Manifest.FILE), last.manifest().withFiles(files).toJson());

    assertThat(problems(exported.folders()))
        .as("seed %d", seed)
        .singleElement()
        .satisfies(problem -> {
          assertThat(problem.isFatal()).isTrue();
          assertThat(problem.topic()).isEqualTo("anchors");
          assertThat(problem.message())
              .contains(source.toString(), target.toString(), "offset " + copied.firstOffset());
        });
  }

  private static Manifest.FileEntry after(Manifest.FileEntry file, OptionalLong offset) {
    return new Manifest.FileEntry(
        file.topic(),
        file.partition(),
        file.file(),
        offset,
        file.records(),
        file.firstOffset(),
        file.lastOffset(),
        file.bytes(),
        file.sha256());
  }

  private static Manifest.FileEntry file(ExportPart part, String topic) {
    return part.manifest().files().stream()
        .filter(file -> file.topic().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatAPartCanNotGoOnFromIsRefused(long seed) throws IOException {
    ExportedParts exported = ExportedParts.in(folder, seed);
    long last = exported.log().onChain.size() - 1;
    exported.topics().growUntilPublished(last);
    ExportPart before = exported.parts().getFirst();

    assertThat(failure(exported, before, OptionalLong.of(last + 1)))
        .isEqualTo("period %d is not published yet, the last one is %d".formatted(last + 1, last));
    ExportPart all =
        ExportedParts.export(
            exported.topics(),
            folder.resolve("all"),
            Optional.empty(),
            last,
            exported.log().soonAfter());
    assertThat(failure(exported, all, OptionalLong.empty()))
        .isEqualTo(
            "no period after %d is published yet; export when the next one is closed"
                .formatted(last));

    ExportedParts other = ExportedParts.in(folder.resolve("other"), seed + 1000);
    ExportPart ofOther = other.parts().getFirst();
    assertThat(failure(exported, ofOther, OptionalLong.empty()))
        .contains(ofOther.folder().toString(), ofOther.manifest().origin());

    List<RawRecord> rules = exported.topics().records("log-rules", 0);
    RawRecord known = rules.getFirst();
    rules.set(0, new RawRecord(known.offset(), 7, known.key(), known.value(), List.of()));
    assertThat(failure(exported, before, OptionalLong.empty()))
        .startsWith("the rules of this log up to offset ")
        .contains(before.folder().toString());
    rules.set(0, known);
    exported.topics().remove("policies");
    assertThat(failure(exported, before, OptionalLong.empty()))
        .contains(before.folder() + " has partition 0 of policies", "made anew");
    assertThat(folder.resolve("next")).doesNotExist();
    assertThat(folder.resolve(".next.part")).doesNotExist();
  }

  private String failure(ExportedParts exported, ExportPart before, OptionalLong to) {
    ExportResult result =
        ExportedParts.run(
            exported.topics(),
            folder.resolve("next"),
            Optional.of(before),
            to,
            exported.log().soonAfter());
    assertThat(result).isInstanceOf(ExportResult.Failed.class);
    return ((ExportResult.Failed) result).reason();
  }
}

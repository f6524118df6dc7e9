package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.InterimHead;
import dev.quittance.receipts.log.VerifierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What was said of a period while it was open holds it ever after. */
class InterimLawsTest {
  private static final int PARTITIONS = 3;
  private static final int PERIODS = 3;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  /** As an operator would: all that is derived from the records is made again, and signed. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aRewriteOfAnOpenPeriodShowsInEveryNoteOverIt(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(PERIODS);
    int partition = random.below(PARTITIONS);
    int period = random.below(PERIODS + 1);
    int index = first(log, partition, period) + random.below(2);
    List<List<FakeLog.Raw>> records = copy(log);
    FakeLog.Raw raw = records.get(partition).get(index);
    records
        .get(partition)
        .set(index, new FakeLog.Raw(raw.offset(), raw.appendTime() - 1, raw.value()));

    FakeLog remade = log.remade(records);
    assertThat(remade.audit().findings()).as("without the notes, seed %d", seed).isEmpty();
    AuditReport report = audit(remade, log.notes);

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .as("seed %d", seed)
        .allMatch(finding -> finding.code() == FindingCode.L4_INTERIM_REWRITTEN)
        .extracting(Finding::place)
        .isNotEmpty()
        .containsExactlyElementsOf(places(log, partition, period, 2));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReceiptThatIsDroppedFromAnOpenPeriodShows(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(PERIODS);
    int partition = random.below(PARTITIONS);
    int period = random.below(PERIODS);
    List<List<FakeLog.Raw>> records = copy(log);
    records.get(partition).remove(first(log, partition, period) + 1);

    AuditReport report = audit(log.remade(records), log.notes);

    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(report.findings())
        .as("seed %d", seed)
        .filteredOn(finding -> finding.severity() == Severity.FAIL)
        .extracting(Finding::code, Finding::place)
        .contains(
            tuple(FindingCode.L4_INTERIM_REWRITTEN, places(log, partition, period, 2).getFirst()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anOpenPeriodThatIsCutOffShows(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(PERIODS);
    int partition = random.below(PARTITIONS);
    List<FakeLog.Raw> records = log.partitions.get(partition);
    int kept = random.below(3);
    records.subList(first(log, partition, PERIODS) + kept, records.size()).clear();

    assertThat(log.audit().findings())
        .as("seed %d", seed)
        .allMatch(finding -> finding.code() == FindingCode.L4_INTERIM_SHORTENED)
        .extracting(Finding::place)
        .containsExactlyElementsOf(places(log, partition, PERIODS, kept + 1));
  }

  @Test
  void aPeriodThatWasClosedEarlierThanItWasShows() {
    FakeLog log = new RandomLogs(1, PARTITIONS).log(PERIODS);
    List<List<FakeLog.Raw>> records = copy(log);
    List<FakeLog.Raw> first = records.getFirst();
    int close = first(log, 0, 1) - 1;
    // The last receipts of the period, of which notes speak, come after its close now.
    FakeLog.Raw closing = first.remove(close);
    first.add(1, new FakeLog.Raw(first.get(0).offset() + 1, closing.appendTime(), closing.value()));
    AuditReport report = audit(log.remade(records), log.notes);

    assertThat(report.findings())
        .filteredOn(finding -> finding.place().topic().equals("log-interim-heads"))
        .filteredOn(finding -> finding.place().period().orElse(-1) == 0)
        .extracting(Finding::code, Finding::place)
        .containsExactlyElementsOf(
            places(log, 0, 0, 2).stream()
                .map(place ->
                    tuple(
                        place.equals(places(log, 0, 0, 2).getFirst())
                            ? FindingCode.L4_INTERIM_REWRITTEN
                            : FindingCode.L4_INTERIM_SHORTENED,
                        place))
                .toList())
        .hasSizeGreaterThan(1);
  }

  /** What is done to one note. */
  enum Done {
    ANOTHER_BYTE(FindingCode.L4_INTERIM_NOT_SIGNED) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return with(told, told.note().replaceFirst("\n[0-9]+\n", "\n77\n"));
      }
    },
    ANOTHER_KEY(FindingCode.L4_INTERIM_NOT_SIGNED) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return with(told, head(told, log).sign(Bytes32.ZERO));
      }
    },
    ANOTHER_PERIOD(FindingCode.L4_INTERIM_DIFFERS) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return new PublishedInterimHead(
            told.seq() + 1, told.partition(), told.size(), told.endOffset(), told.note());
      }
    },
    ANOTHER_PARTITION(FindingCode.L4_INTERIM_DIFFERS) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return new PublishedInterimHead(
            told.seq(), PARTITIONS + 2, told.size(), told.endOffset(), told.note());
      }
    },
    ANOTHER_SIZE(FindingCode.L4_INTERIM_DIFFERS) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return new PublishedInterimHead(
            told.seq(), told.partition(), told.size() + 1, told.endOffset(), told.note());
      }
    },
    ANOTHER_END(FindingCode.L4_INTERIM_DIFFERS) {
      @Override
      PublishedInterimHead to(PublishedInterimHead told, FakeLog log) {
        return new PublishedInterimHead(
            told.seq(), told.partition(), told.size(), told.endOffset() + 1, told.note());
      }
    };

    final FindingCode code;

    Done(FindingCode code) {
      this.code = code;
    }

    abstract PublishedInterimHead to(PublishedInterimHead told, FakeLog log);

    private static PublishedInterimHead with(PublishedInterimHead told, String note) {
      return new PublishedInterimHead(
          told.seq(), told.partition(), told.size(), told.endOffset(), note);
    }

    private static InterimHead head(PublishedInterimHead told, FakeLog log) {
      return InterimHead.verify(told.note(), log.verifierKey).orElseThrow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aNoteThatIsChangedIsNamed(Done done) {
    FakeLog log = new RandomLogs(11, PARTITIONS).log(PERIODS);
    int index = 2;
    PublishedInterimHead changed = done.to(content(log, index), log);
    assertNamed(
        log, index, done.code, note -> new Published<>(note.offset(), Optional.of(changed)));
  }

  @Test
  void aNoteThatDoesNotDecodeIsNamed() {
    FakeLog log = new RandomLogs(12, PARTITIONS).log(PERIODS);
    assertNamed(
        log,
        1,
        FindingCode.L4_INTERIM_NOT_SIGNED,
        note -> new Published<>(note.offset(), Optional.empty()));
  }

  @Test
  void aNoteThatIsBackDatedIsNamed() {
    FakeLog log = new RandomLogs(13, PARTITIONS).log(PERIODS);
    assertNamed(
        log,
        1,
        FindingCode.L4_APPENDED_TOO_EARLY,
        note -> new Published<>(note.offset(), note.appendTime() - 60_000, note.content()));
  }

  @Test
  void aNoteOutOfItsPlaceIsNamed() {
    FakeLog log = new RandomLogs(14, PARTITIONS).log(PERIODS);
    Published<PublishedInterimHead> first = log.notes.getFirst();
    log.notes.add(new Published<>(9_000, first.appendTime(), first.content()));

    assertThat(log.audit().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L4_INTERIM_DIFFERS);
          assertThat(finding.place())
              .isEqualTo(Place.record("log-interim-heads", 0, 9_000).inPeriod(0));
        });
  }

  @Test
  void aNoteThatIsToldAgainIsNoFault() {
    FakeLog log = new RandomLogs(15, PARTITIONS).log(PERIODS);
    for (int i = log.notes.size() - 1; i >= 0; i--) {
      log.notes.add(i, log.notes.get(i));
    }
    assertThat(log.audit().findings()).isEmpty();
  }

  @Test
  void aNoteOfAPeriodThatNeverWasIsNamed() {
    RandomLogs random = new RandomLogs(16, PARTITIONS);
    FakeLog log = random.log(PERIODS);
    Bytes32 seed = random.bytes32();
    FakeLog own = new FakeLog(random.epoch, seed, copy(log), value -> log.decoded(raw(value)));
    InterimHead head = new InterimHead(log.identity.origin(), 1, 9, 4, Bytes32.ZERO);
    own.notes.add(
        new Published<>(
            9_000, Optional.of(new PublishedInterimHead(9, 1, 4, 77, head.sign(seed)))));

    assertThat(VerifierKey.ofSeed(log.identity.origin(), seed)).isEqualTo(own.verifierKey);
    assertThat(own.audit().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L4_INTERIM_SHORTENED);
          assertThat(finding.place())
              .isEqualTo(Place.record("log-interim-heads", 0, 9_000).inPeriod(9));
        });
  }

  private static FakeLog.Raw raw(Bytes value) {
    return new FakeLog.Raw(0, 0, value);
  }

  private static void assertNamed(
      FakeLog log,
      int index,
      FindingCode code,
      UnaryOperator<Published<PublishedInterimHead>> change) {
    Published<PublishedInterimHead> changed = change.apply(log.notes.get(index));
    log.notes.set(index, changed);
    assertThat(log.audit().findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(code);
          assertThat(finding.place().topic()).isEqualTo("log-interim-heads");
          assertThat(finding.place().offset()).hasValue(changed.offset());
        });
  }

  private static AuditReport audit(FakeLog log, List<Published<PublishedInterimHead>> told) {
    log.notes.clear();
    log.notes.addAll(told);
    return log.audit().lasting(Duration.ZERO);
  }

  private static List<List<FakeLog.Raw>> copy(FakeLog log) {
    return log.partitions.stream().<List<FakeLog.Raw>>map(ArrayList::new).toList();
  }

  private static PublishedInterimHead content(FakeLog log, int index) {
    return log.notes.get(index).content().orElseThrow();
  }

  private static Place place(Published<PublishedInterimHead> note) {
    return Place.record("log-interim-heads", 0, note.offset())
        .inPeriod(note.content().orElseThrow().seq());
  }

  /** The notes about so many entries of a period, or more. */
  private static List<Place> places(FakeLog log, int partition, long period, long size) {
    return log.notes.stream()
        .filter(note -> note.content().orElseThrow().partition() == partition)
        .filter(note -> note.content().orElseThrow().seq() == period)
        .filter(note -> note.content().orElseThrow().size() >= size)
        .map(InterimLawsTest::place)
        .toList();
  }

  private static int first(FakeLog log, int partition, int period) {
    List<FakeLog.Raw> records = log.partitions.get(partition);
    int closes = 0;
    for (int i = 0; i < records.size(); i++) {
      if (closes == period) {
        return i;
      }
      closes += log.decoded(records.get(i)) instanceof DecodedClose ? 1 : 0;
    }
    return records.size();
  }
}

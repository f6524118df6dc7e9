package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.LogUnavailableException;
import dev.quittance.auditor.source.Position;
import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.auditor.source.PublishedHead;
import dev.quittance.auditor.source.PublishedInterimHead;
import dev.quittance.auditor.source.PublishedLog;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.SettlementRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However often an audit is interrupted, and wherever, its report is the same. */
class ResumeLawsTest {

  private static final int PARTITIONS = 3;
  private static final int PERIODS = 200;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void anInterruptedAuditGivesTheSameReport(long seed) {
    Random random = new Random(seed);
    FakeLog log = new RandomLogs(seed, PARTITIONS).log(PERIODS);
    // Something to find, early and late.
    log.partitions.get(0).remove(40);
    log.partitions.get(2).remove(log.partitions.get(2).size() - 30);
    String whole = log.audit().lasting(Duration.ZERO).toJson();
    long records = log.partitions.stream().mapToLong(List::size).sum();

    Path state = folder.resolve("audit.state");
    int interruptions = 0;
    AuditReport report = audit(log, state, false, random.nextLong(records));
    while (report.levels().isEmpty()) {
      assertThat(state).as("kept after interruption %d, seed %d", ++interruptions, seed).exists();
      long next = interruptions > 5 ? Long.MAX_VALUE : 300 + random.nextLong(records);
      report = audit(log, state, true, next);
    }

    assertThat(report.lasting(Duration.ZERO).toJson()).isEqualTo(whole);
    assertThat(report.exitCode()).isEqualTo(1);
    assertThat(interruptions).as("seed %d", seed).isPositive();
    assertThat(state).doesNotExist();
  }

  /** A cluster goes on: what is said meanwhile is of records that were passed, or of later ones. */
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void notesThatComeBetweenTwoPartsOfAnAuditAreNoFault(long seed) {
    FakeLog log = new RandomLogs(seed, PARTITIONS).log(PERIODS);
    List<Published<PublishedInterimHead>> all = List.copyOf(log.notes);
    Path state = folder.resolve("audit.state");

    log.notes.subList(20, log.notes.size()).clear();
    AuditReport first = audit(log, state, false, 1_000);
    log.notes.addAll(all.subList(20, all.size()));
    AuditReport whole = audit(log, state, true, Long.MAX_VALUE);

    assertThat(first.levels()).isEmpty();
    assertThat(whole.findings()).as("seed %d", seed).isEmpty();
    assertThat(whole.exitCode()).isZero();
  }

  /** What is found before an interruption is found once. */
  @ParameterizedTest
  @ValueSource(longs = {7, 8})
  void aRewrittenPeriodIsFoundOnceHoweverOftenTheAuditIsInterrupted(long seed) {
    Random random = new Random(seed);
    FakeLog log = new RandomLogs(seed, PARTITIONS).log(PERIODS);
    List<List<FakeLog.Raw>> records =
        log.partitions.stream().<List<FakeLog.Raw>>map(ArrayList::new).toList();
    FakeLog.Raw raw = records.get(1).get(1);
    records.get(1).set(1, new FakeLog.Raw(raw.offset(), raw.appendTime() - 1, raw.value()));
    FakeLog remade = log.remade(records);
    remade.notes.clear();
    remade.notes.addAll(log.notes);
    String whole = remade.audit().lasting(Duration.ZERO).toJson();

    Path state = folder.resolve("audit.state");
    AuditReport report = audit(remade, state, false, 500);
    for (int i = 0; report.levels().isEmpty(); i++) {
      report = audit(remade, state, true, i < 4 ? 300 + random.nextLong(500) : Long.MAX_VALUE);
    }

    assertThat(whole).contains("L4-INTERIM-REWRITTEN");
    assertThat(report.lasting(Duration.ZERO).toJson()).as("seed %d", seed).isEqualTo(whole);
  }

  @Test
  void whatWasKeptOfAnotherLogOrWasChangedIsRefused() throws Exception {
    FakeLog log = new RandomLogs(7, PARTITIONS).log(PERIODS);
    Path state = folder.resolve("audit.state");
    audit(log, state, false, 900);

    FakeLog other = new RandomLogs(8, PARTITIONS).log(3);
    assertUnfit(audit(other, state, true, Long.MAX_VALUE), "of another log");
    byte[] bytes = Files.readAllBytes(state);
    bytes[bytes.length / 2] ^= 1;
    Files.write(state, bytes);
    assertUnfit(audit(log, state, true, Long.MAX_VALUE), "cut off or was changed");
    Files.delete(state);
    assertUnfit(audit(log, state, true, Long.MAX_VALUE), "can't be read");
  }

  private static void assertUnfit(AuditReport report, String reason) {
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.RESUME_UNFIT);
          assertThat(finding.message()).contains(reason);
        });
  }

  /** Audits, and is interrupted when so many records have been read. */
  static AuditReport audit(FakeLog log, Path state, boolean goesOn, long interruptAfter) {
    AuditOptions options = log.options().on(2).keeping(new AuditOptions.Keeping(state, goesOn));
    Interrupting source = new Interrupting(log, Thread.currentThread(), interruptAfter);
    try {
      return Audit.run(source, log.chain(), options, Progress.Listener.silent());
    } finally {
      // It stays set after an interruption; the test's own thread is not to end by it.
      boolean wasInterrupted = Thread.interrupted();
      assertThat(wasInterrupted).isEqualTo(source.read().get() >= interruptAfter);
    }
  }

  private record Interrupting(LogSource source, Thread auditor, long after, AtomicLong read)
      implements LogSource {
    Interrupting(LogSource source, Thread auditor, long after) {
      this(source, auditor, after, new AtomicLong());
    }

    @Override
    public PublishedLog log() throws LogUnavailableException {
      return source.log();
    }

    @Override
    public List<Published<PublishedAnchor>> anchors() throws LogUnavailableException {
      return source.anchors();
    }

    @Override
    public List<Published<PublishedHead>> heads() throws LogUnavailableException {
      return source.heads();
    }

    @Override
    public List<Published<SettlementRow>> settlementRows() throws LogUnavailableException {
      return source.settlementRows();
    }

    @Override
    public Cursor<Published<PublishedInterimHead>> interimHeads(Position from)
        throws LogUnavailableException {
      return source.interimHeads(from);
    }

    @Override
    public Receipts receipts(LogEpoch epoch) throws LogUnavailableException {
      Receipts receipts = source.receipts(epoch);
      return new Receipts() {
        @Override
        public int partitions() {
          return receipts.partitions();
        }

        @Override
        public long upperBound() {
          return receipts.upperBound();
        }

        @Override
        public Cursor<Undecoded> open(int partition, Position from) throws LogUnavailableException {
          Cursor<Undecoded> records = receipts.open(partition, from);
          return new Cursor<>() {
            @Override
            public @Nullable Undecoded next() throws LogUnavailableException {
              if (read.incrementAndGet() == after) {
                auditor.interrupt();
              }
              return records.next();
            }

            @Override
            public void close() {
              records.close();
            }
          };
        }
      };
    }
  }
}

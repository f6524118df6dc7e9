package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.export.ExportLogSource;
import dev.quittance.auditor.export.ExportRequest;
import dev.quittance.auditor.export.ExportResult;
import dev.quittance.auditor.export.Exporter;
import dev.quittance.auditor.prove.Prove;
import dev.quittance.auditor.prove.ProveResult;
import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.auditor.source.TopicLogSource;
import dev.quittance.auditor.verify.Verify;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AnchorRecord;
import dev.quittance.receipts.log.DecodedReceipt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A log of several epochs is audited, exported and proven as one. */
class EpochAuditLawsTest {
  private static final int PARTITIONS = 2;

  @TempDir Path folder;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 6);
  }

  private static List<Integer> periods(long seed) {
    Random random = new Random(seed);
    List<Integer> periods = new ArrayList<>();
    for (int epochs = 2 + random.nextInt(2); epochs > 0; epochs--) {
      periods.add(1 + random.nextInt(3));
    }
    return periods;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anUntouchedLogHolds(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(periods(seed));

    AuditReport report = log.audit();
    AuditReport ofTopics = new FakeTopics(random, log).audit();

    assertThat(report.findings()).as("seed %d", seed).isEmpty();
    assertThat(report.exitCode()).isZero();
    assertThat(report.periods()).isEqualTo(log.onChain.size());
    assertThat(report.records())
        .isEqualTo(log.topics.stream().flatMap(List::stream).mapToLong(List::size).sum());
    assertThat(log.onChain)
        .extracting(AnchorRecord::epoch)
        .as("epochs of the anchors, seed %d", seed)
        .contains(0, log.topics.size() - 1);
    assertThat(ofTopics.findings()).as("seed %d", seed).isEmpty();
    assertThat(ofTopics.accepted()).isEqualTo(report.accepted());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anAuditThatIsInterruptedAnywhereGivesTheSameReport(long seed) {
    Random random = new Random(seed);
    FakeLog log = new RandomLogs(seed, PARTITIONS).log(List.of(60, 50, 60));
    // Something to find in each epoch, and after the end of one.
    log.topics.get(0).get(1).remove(40);
    List<FakeLog.Raw> ended = log.topics.get(1).get(0);
    ended.add(new FakeLog.Raw(ended.getLast().offset() + 2, 1, ended.getFirst().value()));
    log.topics.get(2).get(1).remove(200);
    String whole = log.audit().lasting(Duration.ZERO).toJson();
    long records = log.topics.stream().flatMap(List::stream).mapToLong(List::size).sum();

    Path state = folder.resolve("audit.state");
    AuditReport report = ResumeLawsTest.audit(log, state, false, 200 + random.nextLong(records));
    int interruptions = 0;
    while (report.levels().isEmpty()) {
      long next = ++interruptions > 5 ? Long.MAX_VALUE : 300 + random.nextLong(records / 2);
      report = ResumeLawsTest.audit(log, state, true, next);
    }

    assertThat(report.lasting(Duration.ZERO).toJson()).isEqualTo(whole);
    assertThat(whole).contains("L4-EPOCH-OVERRUN", "\"receipts-e1\"", "\"receipts-e2\"");
    assertThat(interruptions).as("seed %d", seed).isPositive();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aReceiptOfAnyEpochIsProven(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(periods(seed));
    TopicLogSource source = new TopicLogSource(new FakeTopics(random, log));
    Trust trust = log.trust();
    for (List<List<FakeLog.Raw>> topic : log.topics) {
      DecodedReceipt first = (DecodedReceipt) log.decoded(topic.getFirst().getFirst());
      ProveResult result = Prove.bundle(source, Bytes32.copyOf(first.orderId()), Optional.empty());
      assertThat(result).as("seed %d", seed).isInstanceOf(ProveResult.Proven.class);
      String bundle = ((ProveResult.Proven) result).bundle();
      assertThat(Verify.with(log.chain()).verify("b", bundle, Optional.of(trust)).exitCode())
          .as("seed %d", seed)
          .isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anExportUpToAnyPeriodIsAuditedAsTheLogIs(long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(periods(seed));
    FakeTopics topics = new FakeTopics(random, log);
    for (int to = 0; to < log.onChain.size(); to++) {
      Path target = folder.resolve("export-" + to);
      AuditReport report = audit(log, export(topics, target, OptionalLong.of(to), log));

      assertThat(report.findings())
          .as("up to %d, seed %d", to, seed)
          .allMatch(finding -> finding.severity() == Severity.NOTE);
      assertThat(report.periods()).isEqualTo(to + 1);
      assertThat(report.openRecords()).isZero();
    }
    // Whole, and with something to find in the last epoch.
    int last = log.topics.size() - 1;
    topics.records(log.epochs.newest().topic(), 1).remove(1);
    AuditReport ofTopics = topics.audit();
    AuditReport ofExport =
        audit(log, export(topics, folder.resolve("whole"), OptionalLong.empty(), log));

    assertThat(last).isPositive();
    assertThat(folder.resolve("whole/topics/receipts-e" + last)).isDirectory();
    // What was said of the period that is open is not of the copy.
    assertThat(failures(ofExport, log))
        .as("seed %d", seed)
        .isNotEmpty()
        .isEqualTo(failures(ofTopics, log));
  }

  private static List<String> failures(AuditReport report, FakeLog log) {
    return report.findings().stream()
        .filter(finding -> finding.severity() == Severity.FAIL)
        .filter(finding -> finding.place().period().orElse(0) < log.onChain.size())
        .map(finding -> finding.code().id() + " " + finding.place())
        .toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theReceiptsOfOrdersAreReadFromAllTopicsInTurn(long seed) throws Exception {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(periods(seed));
    TopicLogSource source = new TopicLogSource(new FakeTopics(random, log));
    List<String> read = new ArrayList<>();
    LineSource line = source.line().orElseThrow();
    try (Cursor<LineRecord> records = line.open(LineSource.Lane.RECEIPTS, 1)) {
      for (LineRecord next = records.next(); next != null; next = records.next()) {
        assertThat(next.content()).as("seed %d", seed).isInstanceOf(LineRecord.OfLog.class);
        read.add(next.topic() + "@" + next.offset());
      }
    }

    List<String> expected = new ArrayList<>();
    for (int epoch = 0; epoch < log.topics.size(); epoch++) {
      String topic = log.epochs.all().get(epoch).topic();
      log.topics.get(epoch).get(1).forEach(raw -> expected.add(topic + "@" + raw.offset()));
    }
    assertThat(line.lanes()).isEqualTo(PARTITIONS);
    assertThat(read).as("seed %d", seed).isEqualTo(expected);
  }

  private static ExportLogSource export(
      FakeTopics topics, Path target, OptionalLong to, FakeLog log) {
    ExportRequest request =
        new ExportRequest(
            target,
            Optional.empty(),
            to,
            Map.of("receipts", RandomLogs.SCHEMA_ID, "log-rules", RandomLogs.SCHEMA_ID),
            Optional.empty(),
            log.soonAfter());
    assertThat(Exporter.run(topics, request, _ -> {})).isInstanceOf(ExportResult.Exported.class);
    return ((ExportLogSource.Opened) ExportLogSource.open(target)).source();
  }

  private static AuditReport audit(FakeLog log, ExportLogSource source) {
    assertThat(source.problems()).isEmpty();
    return Audit.run(source, log.chain(), log.options().upTo(Level.L4), Progress.Listener.silent());
  }
}

package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.source.Cursor;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.auditor.source.LineSource;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.Acknowledgement;
import dev.quittance.receipts.log.DecodedReceipt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A promise is held against a log that closes no period, too. */
class OpenLogPromisesTest {
  private static final long ACCEPTED_AT = 1_767_571_200_000L;

  @TempDir private Path folder;

  private final RandomLogs random = new RandomLogs(1, 1);
  private final SigningKey agent = RandomLogs.SIGNATURES.key(random.bytes32());
  private final Receipt receipt = random.receipt(agent, random.bytes32(), 0, 1);
  private final Line line = new Line();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void itIsBrokenOnceTheTopicIsKnownBeyondItsDeadline(long seed) throws Exception {
    Random chance = new Random(seed);
    long delay = chance.nextInt(90_000_000);
    Duration grace = Duration.ofSeconds(chance.nextInt(1_000));
    // However impatient an auditor is, what is not committed yet may be there.
    Duration margin = Duration.ofSeconds(Math.max(60, grace.toSeconds()));
    line.promise(delay);
    Instant last = Instant.ofEpochMilli(ACCEPTED_AT + delay).plus(margin);

    assertThat(found(last, grace)).as("seed %d", seed).isEmpty();
    assertThat(found(last.plusMillis(1), grace))
        .as("seed %d", seed)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_ACKNOWLEDGEMENT_BROKEN);
          assertThat(finding.severity()).isEqualTo(Severity.FAIL);
          assertThat(finding.place()).isEqualTo(Place.record("acknowledgements", 0, 10));
        });
  }

  @Test
  void oneThatIsKeptInAnOpenPeriodIsKept() throws Exception {
    line.promise(60_000);
    line.receipt(ACCEPTED_AT + 60_000);
    assertThat(found(Instant.ofEpochMilli(ACCEPTED_AT).plus(Duration.ofDays(400)), Duration.ZERO))
        .isEmpty();
  }

  @Test
  void aCopyThatIsCutAtTheEndOfAPeriodDoesNotTell() throws Exception {
    line.promise(60_000);
    line.untilMs = ACCEPTED_AT + 900_000_000;
    assertThat(found(Instant.ofEpochMilli(ACCEPTED_AT).plus(Duration.ofDays(400)), Duration.ZERO))
        .isEmpty();
  }

  /** The receipt may have come after the partition was read, and before the audit goes on. */
  @Test
  void ofAPartitionThatWasReadBeforeAnInterruptionNothingLaterIsSaid() throws Exception {
    line.promise(60_000);
    AuditState state = AuditState.begin(folder.resolve("audit.state"), Bytes32.ZERO);
    Instant soon = Instant.ofEpochMilli(ACCEPTED_AT).plusSeconds(30);
    Instant later = soon.plus(Duration.ofDays(3));

    assertThat(found(soon, Duration.ZERO, state)).isEmpty();
    assertThat(found(later, Duration.ZERO, state)).isEmpty();
    assertThat(found(later, Duration.ZERO)).hasSize(1);
  }

  private List<Finding> found(Instant now, Duration grace) throws Exception {
    return found(now, grace, AuditState.none());
  }

  private List<Finding> found(Instant now, Duration grace, AuditState state) throws Exception {
    LaneReplay.Replayed nothingClosed =
        new LaneReplay.Replayed(
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            0,
            0,
            0,
            Optional.empty(),
            0,
            List.of(),
            List.of());
    LineReplay replay =
        new LineReplay(
            random.log(1).log(),
            List.of(nothingClosed),
            AuditOptions.at(now).within(grace),
            new ProgressMeter(Progress.Listener.silent(), 0),
            state);
    try (Workers workers = new Workers(1)) {
      return replay.run(Optional.of(line), workers).findings().stream()
          .filter(finding -> finding.code() == FindingCode.L5_ACKNOWLEDGEMENT_BROKEN)
          .toList();
    }
  }

  /** A line of one partition in memory. */
  private final class Line implements LineSource {
    private final Map<Lane, List<LineRecord>> records = new EnumMap<>(Lane.class);
    private long untilMs = Long.MAX_VALUE;

    void promise(long delay) {
      Acknowledgement promise =
          new Acknowledgement(receipt.orderId(), receipt.orderHash(), ACCEPTED_AT, delay);
      Bytes signature =
          RandomLogs.SIGNATURES.sign(promise.digest(random.identity.domain()), agent).toBytes();
      add(
          Lane.ACKNOWLEDGEMENTS,
          ACCEPTED_AT,
          new LineRecord.OrderPromised(
              promise.orderId(),
              promise.orderHash(),
              ACCEPTED_AT,
              delay,
              agent.address(),
              signature));
    }

    void receipt(long time) {
      add(
          Lane.RECEIPTS,
          time,
          new LineRecord.OfLog(DecodedReceipt.of(random.signed(receipt, agent)), true));
    }

    private void add(Lane lane, long time, LineRecord.Content content) {
      records
          .computeIfAbsent(lane, _ -> new ArrayList<>())
          .add(
              new LineRecord(
                  lane.topic(), 0, 10, time, Optional.of(receipt.orderId().toBytes()), content));
    }

    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public long upperBound() {
      return 2;
    }

    @Override
    public List<String> missing() {
      return List.of();
    }

    @Override
    public long untilMs() {
      return untilMs;
    }

    @Override
    public List<LineRecord> agents() {
      return List.of();
    }

    @Override
    public List<LineRecord> policies() {
      return List.of();
    }

    @Override
    public Cursor<LineRecord> open(Lane lane, int partition) {
      return FakeLog.cursor(records.getOrDefault(lane, List.of()).iterator());
    }
  }
}

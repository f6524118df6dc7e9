package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.merkle.MerkleTree;
import dev.quittance.receipts.merkle.Rfc6962;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws 5 to 12 over random logs with every kind of record in them. */
class LogLawsTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 12);
  }

  private record Played(
      RandomLog log, List<List<Appended>> appended, List<ReplayedPeriod> periods) {

    static Played of(long seed) {
      RandomLog log = new RandomLog(seed, 1 + (int) (seed % 4), 4);
      LogReplay replay =
          new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.ofPeriods(_ -> true));
      List<List<Appended>> appended = new ArrayList<>();
      List<ReplayedPeriod> periods = new ArrayList<>();
      for (int p = 0; p < log.identity().partitionCount(); p++) {
        List<Appended> ofPartition = new ArrayList<>();
        for (RandomLog.Written written : log.partition(p)) {
          ReplayStep step = replay.feed(p, written.record());
          ofPartition.add(step.appended());
          periods.addAll(step.completed());
        }
        appended.add(ofPartition);
      }
      return new Played(log, appended, periods);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("5, 9: periods are contiguous offset ranges; an idle partition gives one leaf")
  void law5And9(long seed) {
    Played played = Played.of(seed);
    assertThat(played.periods()).hasSize(played.log().periods());
    for (int p = 0; p < played.log().identity().partitionCount(); p++) {
      long expectedStart = 0;
      for (ReplayedPeriod period : played.periods()) {
        PartitionHead head = period.assembled().heads().get(p);
        assertThat(head.startOffset()).isEqualTo(expectedStart);
        expectedStart = head.endOffset();
        if (head.entries() == 1) {
          assertThat(head.accepted()).isZero();
          assertThat(head.agentsRoot()).isEqualTo(Rfc6962.EMPTY_ROOT);
          assertThat(head.minAppendTime()).isEqualTo(head.maxAppendTime());
        }
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName(
      "6, 8, 11: each record is exactly one leaf, of the kind and in the period it must be")
  void law6And8And11(long seed) {
    Played played = Played.of(seed);
    for (int p = 0; p < played.log().identity().partitionCount(); p++) {
      List<RandomLog.Written> written = played.log().partition(p);
      List<Appended> appended = played.appended().get(p);
      Map<Long, List<Bytes32>> leaves = new HashMap<>();
      for (int i = 0; i < written.size(); i++) {
        String what = "seed %d, partition %d, record %d".formatted(seed, p, i);
        RandomLog.Written expected = written.get(i);
        Entry entry = appended.get(i).entry();
        assertThat(entry.kind()).as(what).isEqualTo(expected.kind());
        assertThat(entry.reason()).as(what).isEqualTo(expected.reason());
        assertThat(entry.offset()).as(what).isEqualTo(expected.record().offset());
        assertThat(appended.get(i).period()).as(what).isEqualTo(expected.period());
        leaves.computeIfAbsent(expected.period(), _ -> new ArrayList<>()).add(entry.leafHash());
      }
      for (ReplayedPeriod period : played.periods()) {
        PartitionHead head = period.assembled().heads().get(p);
        MerkleTree tree =
            MerkleTree.of(leaves.getOrDefault(period.assembled().record().seq(), List.of()));
        assertThat(head.entries()).isEqualTo(tree.size());
        assertThat(head.entriesRoot()).isEqualTo(tree.root());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("7: nothing appended after a close changes a closed period")
  void law7(long seed) {
    Played played = Played.of(seed);
    RandomLog log = played.log();
    List<ReplayedPeriod> upToClose = new ArrayList<>();
    LogReplay replay = new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.nothing());
    for (int p = 0; p < log.identity().partitionCount(); p++) {
      for (RandomLog.Written written : log.partition(p)) {
        // Nothing of the last period is fed.
        if (written.period() < log.periods() - 1) {
          upToClose.addAll(replay.feed(p, written.record()).completed());
        }
      }
    }
    assertThat(upToClose).isEqualTo(played.periods().subList(0, log.periods() - 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("10: the accepted sequence numbers of an agent in a lane are 1..n")
  void law10(long seed) {
    for (List<Appended> appended : Played.of(seed).appended()) {
      Map<Address, Long> last = new HashMap<>();
      for (Appended one : appended) {
        one.accepted()
            .map(SignedReceipt::receipt)
            .ifPresent((Receipt receipt) -> {
              long expected = last.merge(receipt.agent(), 1L, Long::sum);
              assertThat(receipt.seq()).as("seed %d", seed).isEqualTo(expected);
            });
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("11: a gap record is accepted once it is in sequence, and a close only once")
  void law11(long seed) {
    RandomLog log = new RandomLog(seed, 1, 1);
    List<RandomLog.Written> accepted =
        log.partition(0).stream().filter(w -> w.kind() == EntryKind.ACCEPTED).toList();
    PartitionLog partition =
        new PartitionLog(log.identity(), 0, new InMemoryPartitionStore(), RandomLog.SIGNATURES);
    long offset = 0;
    // Backwards, each is a gap unless it is an agent's first; then forwards, all are in sequence.
    List<LogRecord> gaps = new ArrayList<>();
    for (RandomLog.Written written : accepted.reversed()) {
      DecodedReceipt receipt = (DecodedReceipt) written.record().decoded();
      if (receipt.seq() > 1) {
        gaps.add(written.record());
        assertThat(partition.append(at(offset++, written.record())).entry().reason())
            .isEqualTo(Reason.SEQUENCE_GAP);
      }
    }
    for (RandomLog.Written written : accepted) {
      assertThat(partition.append(at(offset++, written.record())).entry().kind())
          .isEqualTo(EntryKind.ACCEPTED);
    }
    for (LogRecord gap : gaps) {
      assertThat(partition.append(at(offset++, gap)).entry().kind()).isEqualTo(EntryKind.DUPLICATE);
    }
    LogRecord close =
        log.partition(0).stream()
            .filter(w -> w.kind() == EntryKind.PERIOD_CLOSE)
            .findFirst()
            .orElseThrow()
            .record();
    assertThat(partition.append(at(offset++, close)).entry().kind())
        .isEqualTo(EntryKind.PERIOD_CLOSE);
    assertThat(partition.append(at(offset, close)).entry().reason())
        .isEqualTo(Reason.INVALID_PERIOD_CLOSE);
  }

  private static LogRecord at(long offset, LogRecord record) {
    return new LogRecord(offset, record.appendTime(), record.recordHash(), record.decoded());
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("12: per asset debit = credit, and cum = previous cum + period")
  void law12(long seed) {
    Map<AccountAsset, Balance> balances = new HashMap<>();
    Map<Address, Balance> assets = new HashMap<>();
    for (ReplayedPeriod period : Played.of(seed).periods()) {
      for (SettlementRow row : period.assembled().rows()) {
        Balance expected = balances.merge(row.key(), row.period(), Balance::plus);
        assertThat(row.cumulative()).as("seed %d", seed).isEqualTo(expected);
      }
      for (AssetTotal total : period.assembled().totals().assets()) {
        Balance expected = assets.merge(total.asset(), total.period(), Balance::plus);
        assertThat(total.cumulative()).as("seed %d", seed).isEqualTo(expected);
        assertThat(total.period().isEven()).as("seed %d", seed).isTrue();
      }
    }
  }
}

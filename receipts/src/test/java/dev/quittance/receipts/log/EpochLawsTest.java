package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rotation of the operator's key is a new epoch: another topic, the same anchor chain. */
class EpochLawsTest {
  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final long START = 1_000_000;
  private static final int CADENCE = 10;

  private final Epoch first = new Epoch(1, 0, 2, "log.example/epochs");
  private final Epoch second = new Epoch(2, 1, 3, "log.example/epochs");

  /** One epoch's identity and keys, and records that count in it. */
  private static final class Epoch {
    private final RandomValues values;
    private final SigningKey operator;
    private final SigningKey agent = SIGNATURES.key(new RandomValues(77).bytes32());
    private final Address buyer = new RandomValues(78).address();
    private final Address asset = new RandomValues(79).address();
    private final LogIdentity identity;
    private final Map<Integer, Long> seqs = new HashMap<>();
    private final Map<Integer, Long> offsets = new HashMap<>();

    Epoch(long seed, int epoch, int partitions, String origin) {
      values = new RandomValues(seed);
      operator = SIGNATURES.key(values.bytes32());
      identity =
          new LogIdentity(
              origin,
              partitions,
              epoch,
              new UUID(values.random().nextLong(), values.random().nextLong()),
              values.bytes32(),
              new ReceiptDomain(BigInteger.valueOf(31337), asset),
              operator.address());
    }

    LogRecord receipt(int partition) {
      long seq = seqs.merge(partition, 1L, Long::sum);
      Receipt receipt =
          values.receipt(agent.address(), buyer, asset, values.address(), partition, seq);
      return record(
          partition,
          START * 1000,
          DecodedReceipt.of(
              new SignedReceipt(
                  receipt, SIGNATURES.sign(ReceiptDigest.of(identity.domain(), receipt), agent))));
    }

    LogRecord close(int partition, long seq, SigningKey signer) {
      long start = START + seq * CADENCE;
      PeriodClose close =
          new PeriodClose(
              identity.logId(), seq, start, start + CADENCE, partition, identity.partitionCount());
      return record(
          partition, (start + CADENCE) * 1000, DecodedClose.of(close.sign(SIGNATURES, signer)));
    }

    private LogRecord record(int partition, long time, Decoded decoded) {
      long offset = offsets.merge(partition, 1L, Long::sum) - 1;
      return LogRecord.of(offset, time, values.bytes(40), decoded);
    }

    List<ReplayedPeriod> period(LogReplay replay, long seq) {
      List<ReplayedPeriod> completed = new ArrayList<>();
      for (int p = 0; p < identity.partitionCount(); p++) {
        for (int i = values.below(5); i > 0; i--) {
          assertThat(replay.feed(p, receipt(p)).appended().entry().kind())
              .isEqualTo(EntryKind.ACCEPTED);
        }
        completed.addAll(replay.feed(p, close(p, seq, operator)).completed());
      }
      return completed;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void anchorsAndBalancesGoOnAndSequencesBeginAgain(long seed) {
    Epoch before = new Epoch(seed, 0, 2, "log.example/epochs");
    Epoch after = new Epoch(seed + 100, 4, 3, "log.example/epochs");
    LogReplay replay = replay(before);
    List<AssembledPeriod> periods = new ArrayList<>();
    for (long seq = 0; seq < 6; seq++) {
      if (seq == 3) {
        replay.beginEpoch(after.identity);
      }
      Epoch epoch = seq < 3 ? before : after;
      List<ReplayedPeriod> completed = epoch.period(replay, seq);
      assertThat(completed).hasSize(1);
      periods.add(completed.getFirst().assembled());
    }

    Map<Address, BigInteger> debits = new HashMap<>();
    for (int seq = 0; seq < 6; seq++) {
      AnchorRecord record = periods.get(seq).record();
      Epoch epoch = seq < 3 ? before : after;
      assertThat(record.seq()).isEqualTo(seq);
      assertThat(record.epoch()).isEqualTo(epoch.identity.epoch());
      assertThat(record.topicId()).isEqualTo(epoch.identity.topicId());
      assertThat(record.rulesHash()).isEqualTo(epoch.identity.rulesHash());
      assertThat(record.partitionCount()).isEqualTo(epoch.identity.partitionCount());
      assertThat(record.logId()).isEqualTo(before.identity.logId());
      assertThat(record.prevAnchorHash())
          .isEqualTo(seq == 0 ? Bytes32.ZERO : periods.get(seq - 1).anchorHash());
      assertThat(record.periodStart()).isEqualTo(START + (long) seq * CADENCE);
      for (PartitionHead head : periods.get(seq).heads()) {
        assertThat(head.startOffset() == 0).isEqualTo(seq == 0 || seq == 3);
      }
      for (SettlementRow row : periods.get(seq).rows()) {
        BigInteger debit = debits.merge(row.key().account(), row.period().debit(), BigInteger::add);
        assertThat(row.cumulative().debit()).isEqualTo(debit);
      }
    }
  }

  @Test
  void theOldOperatorClosesNothingAnyMore() {
    LogReplay replay = replay(first);
    first.period(replay, 0);
    replay.beginEpoch(second.identity);

    Entry entry = replay.feed(0, second.close(0, 1, first.operator)).appended().entry();

    assertThat(entry.kind()).isEqualTo(EntryKind.REFUSED);
    assertThat(entry.reason()).isEqualTo(Reason.INVALID_PERIOD_CLOSE);
  }

  @Test
  void aNewEpochContinuesThePeriodAndTheTime() {
    LogReplay replay = replay(first);
    first.period(replay, 0);
    first.period(replay, 1);
    replay.beginEpoch(second.identity);

    for (long wrong : new long[] {0, 1, 3}) {
      Entry entry = replay.feed(0, second.close(0, wrong, second.operator)).appended().entry();
      assertThat(entry.reason()).isEqualTo(Reason.INVALID_PERIOD_CLOSE);
    }
    assertThat(second.period(replay, 2)).hasSize(1);
  }

  @Test
  void noEpochBeginsWhileTheOneBeforeHasRecordsThatNoAnchorCovers() {
    LogReplay replay = replay(first);
    first.period(replay, 0);
    replay.feed(1, first.receipt(1));

    assertThatThrownBy(() -> replay.beginEpoch(second.identity))
        .isInstanceOf(LogDisagreementException.class)
        .hasMessageContaining("partition 1 of epoch 0 has records after");
  }

  @Test
  void noEpochBeginsWhileAPartitionHasNotClosed() {
    LogReplay replay = replay(first);
    replay.feed(0, first.close(0, 0, first.operator));

    assertThatThrownBy(() -> replay.beginEpoch(second.identity))
        .isInstanceOf(LogDisagreementException.class);
  }

  @Test
  void anotherLogAnOlderEpochOrTheSameTopicIsNoNextEpoch() {
    LogIdentity now = second.identity;
    LogReplay replay = new LogReplay(now, SIGNATURES, Retention.nothing());

    for (LogIdentity next :
        List.of(
            new Epoch(3, 2, 2, "other.example/log").identity,
            new Epoch(3, 1, 2, now.origin()).identity,
            new Epoch(3, 0, 2, now.origin()).identity,
            new LogIdentity(
                now.origin(),
                3,
                2,
                now.topicId(),
                now.rulesHash(),
                now.domain(),
                now.operator()))) {
      assertThatThrownBy(() -> replay.beginEpoch(next))
          .isInstanceOf(LogDisagreementException.class);
    }
  }

  private static LogReplay replay(Epoch epoch) {
    return new LogReplay(epoch.identity, SIGNATURES, Retention.nothing());
  }
}

package dev.quittance.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.source.Published;
import dev.quittance.auditor.source.PublishedAnchor;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.DecodedClose;
import dev.quittance.receipts.log.SettlementRow;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is changed in a random log is found, with its code and its place. */
class TamperLawsTest {

  private static final int PARTITIONS = 3;
  private static final int PERIODS = 3;

  /** What a tampering must be found as: one of the codes, at the place. */
  record Expected(List<FindingCode> codes, Place place) {}

  /** Changes one thing. */
  enum Tampering {
    ONE_BYTE_FLIPPED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int index = receiptIn(log, partition, period, random);
        FakeLog.Raw raw = log.partitions.get(partition).get(index);
        Bytes changed = flipped(raw.value(), random);
        log.partitions
            .get(partition)
            .set(index, new FakeLog.Raw(raw.offset(), raw.appendTime(), changed));
        return root(log, partition, period);
      }
    },
    BACK_DATED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int index = receiptIn(log, partition, period, random);
        FakeLog.Raw raw = log.partitions.get(partition).get(index);
        log.partitions
            .get(partition)
            .set(index, new FakeLog.Raw(raw.offset(), raw.appendTime() - 1, raw.value()));
        return root(log, partition, period);
      }
    },
    DROPPED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        log.partitions.get(partition).remove(receiptIn(log, partition, period, random));
        return root(log, partition, period);
      }
    },
    DROPPED_SHOWS_AS_A_GAP {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int first = firstIn(log, partition, period);
        log.partitions.get(partition).remove(first);
        // Its agent signed the next one too.
        long offset = log.partitions.get(partition).get(first).offset();
        return new Expected(
            List.of(FindingCode.L4_SEQUENCE_GAP),
            Place.record("receipts", partition, offset).inPeriod(period));
      }
    },
    DUPLICATED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int index = receiptIn(log, partition, period, random);
        FakeLog.Raw raw = log.partitions.get(partition).get(index);
        long offset = raw.offset() + 1;
        log.partitions
            .get(partition)
            .add(index + 1, new FakeLog.Raw(offset, raw.appendTime(), raw.value()));
        return new Expected(
            List.of(FindingCode.L4_DUPLICATE_RECEIPT),
            Place.record("receipts", partition, offset).inPeriod(period));
      }
    },
    REORDERED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int first = firstIn(log, partition, period);
        List<FakeLog.Raw> records = log.partitions.get(partition);
        FakeLog.Raw one = records.get(first);
        FakeLog.Raw two = records.get(first + 1);
        records.set(first, new FakeLog.Raw(one.offset(), one.appendTime(), two.value()));
        records.set(first + 1, new FakeLog.Raw(two.offset(), two.appendTime(), one.value()));
        return root(log, partition, period);
      }
    },
    OFFSETS_REORDERED {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int first = firstIn(log, partition, period);
        List<FakeLog.Raw> records = log.partitions.get(partition);
        FakeLog.Raw one = records.get(first);
        records.set(first, records.get(first + 1));
        records.set(first + 1, one);
        return new Expected(
            List.of(FindingCode.L4_OFFSET_ORDER),
            Place.record("receipts", partition, one.offset()));
      }
    },
    FORGED_CLOSE {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int first = firstIn(log, partition, period);
        FakeLog.Raw raw = log.partitions.get(partition).get(first);
        long offset = raw.offset() + 1;
        Bytes close = random.close(partition, period, RandomLogs.SIGNATURES.key(random.bytes32()));
        log.partitions
            .get(partition)
            .add(first + 1, new FakeLog.Raw(offset, raw.appendTime() + 20_000, close));
        return new Expected(
            List.of(FindingCode.L4_REFUSED_CLOSE),
            Place.record("receipts", partition, offset).inPeriod(period));
      }
    },
    DROPPED_CLOSE {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        List<FakeLog.Raw> records = log.partitions.get(partition);
        records.removeIf(
            raw -> log.decoded(raw) instanceof DecodedClose close && close.seq() == period);
        Published<PublishedAnchor> anchor = log.anchors.get(period);
        return new Expected(
            List.of(FindingCode.L4_UNKNOWN_PERIOD),
            Place.record("anchors", 0, anchor.offset()).inPeriod(period));
      }
    },
    CHANGED_ANCHOR {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        Published<PublishedAnchor> anchor = log.anchors.get(period);
        PublishedAnchor content = anchor.content().orElseThrow();
        byte[] record = content.record().toByteArray();
        // Past magic, version, log and number: with those it is no anchor of this period.
        int at = 48 + random.below(record.length - 48);
        // Of one that continues another anchor than the one before, either may have been changed.
        record[at >= 200 && at < 232 ? at - 32 : at] ^= 1;
        log.anchors.set(
            period,
            new Published<>(
                anchor.offset(),
                Optional.of(
                    new PublishedAnchor(
                        content.seq(),
                        Bytes.wrap(record),
                        content.anchorHash(),
                        content.checkpoint()))));
        return new Expected(
            List.of(
                FindingCode.L4_ANCHOR_DIFFERS,
                FindingCode.L3_ANCHOR_MALFORMED,
                FindingCode.L2_ANCHOR_DIFFERS),
            Place.record("anchors", 0, anchor.offset()).inPeriod(period));
      }
    },
    CHANGED_CHECKPOINT {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        Published<PublishedAnchor> anchor = log.anchors.get(period);
        PublishedAnchor content = anchor.content().orElseThrow();
        char[] note = content.checkpoint().toCharArray();
        int at = random.below(note.length);
        note[at] = note[at] == 'A' ? 'B' : 'A';
        log.anchors.set(
            period,
            new Published<>(
                anchor.offset(),
                Optional.of(
                    new PublishedAnchor(
                        content.seq(), content.record(), content.anchorHash(), new String(note)))));
        return new Expected(
            List.of(FindingCode.L3_CHECKPOINT_NOT_SIGNED),
            Place.record("anchors", 0, anchor.offset()).inPeriod(period));
      }
    },
    CHANGED_ROW {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        int index = rowIn(log, period);
        Published<SettlementRow> row = log.rows.get(index);
        SettlementRow content = row.content().orElseThrow();
        Balance more = content.period().plus(new Balance(BigInteger.ZERO, BigInteger.ONE));
        log.rows.set(
            index,
            new Published<>(
                row.offset(),
                Optional.of(
                    new SettlementRow(content.seq(), content.key(), more, content.cumulative()))));
        return new Expected(
            List.of(FindingCode.L4_ROW_DIFFERS),
            Place.record("settlement-rows", 0, row.offset()).inPeriod(period));
      }
    },
    DROPPED_ROW {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        log.rows.remove(rowIn(log, period));
        return new Expected(
            List.of(FindingCode.L4_ROW_MISSING), Place.period("settlement-rows", period));
      }
    },
    DROPPED_ANCHOR {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        log.anchors.remove(period);
        return new Expected(
            List.of(FindingCode.L3_ANCHOR_MISSING), Place.period("anchors", period));
      }
    },
    DROPPED_HEAD {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        log.heads.remove(period * PARTITIONS + partition);
        return new Expected(
            List.of(FindingCode.L1_HEAD_DIFFERS), Place.period("log-heads", period));
      }
    },
    ANOTHER_ANCHOR_ON_CHAIN {
      @Override
      Expected tamper(FakeLog log, RandomLogs random, int partition, int period) {
        log.onChain.set(period, log.onChain.get((period + 1) % PERIODS));
        return new Expected(List.of(FindingCode.L4_CHAIN_DIFFERS), Place.chain(period));
      }
    };

    abstract Expected tamper(FakeLog log, RandomLogs random, int partition, int period);
  }

  static Stream<Arguments> tamperings() {
    return Arrays.stream(Tampering.values())
        .flatMap(tampering ->
            LongStream.rangeClosed(1, 8).mapToObj(seed -> Arguments.of(tampering, seed)));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("tamperings")
  void isFoundWhereItIs(Tampering tampering, long seed) {
    RandomLogs random = new RandomLogs(seed, PARTITIONS);
    FakeLog log = random.log(PERIODS);
    int partition = random.below(PARTITIONS);
    int period = random.below(PERIODS);

    Expected expected = tampering.tamper(log, random, partition, period);
    AuditReport report = log.audit();

    assertThat(report.exitCode()).isEqualTo(1);
    for (FindingCode code : expected.codes()) {
      assertThat(report.findings())
          .anyMatch(finding ->
              finding.severity() == Severity.FAIL
                  && finding.code() == code
                  && finding.place().equals(expected.place()));
    }
    assertThat(report.findings().getFirst().place().period().orElse(period))
        .as("nothing before the period is blamed")
        .isGreaterThanOrEqualTo(period);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsFoundInTheUntouchedLog(long seed) {
    AuditReport report = new RandomLogs(seed, PARTITIONS).log(PERIODS).audit();

    assertThat(report.findings()).isEmpty();
    assertThat(report.exitCode()).isZero();
    assertThat(report.levels()).allMatch(level -> level.failed() + level.inconclusive() == 0);
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  private static Expected root(FakeLog log, int partition, int period) {
    List<FakeLog.Raw> records = log.partitions.get(partition);
    // A period's range begins where the one before ended: after its close.
    long start = 0;
    for (FakeLog.Raw raw : records) {
      if (log.decoded(raw) instanceof DecodedClose close && close.seq() < period) {
        start = raw.offset() + 1;
      }
    }
    return new Expected(
        List.of(FindingCode.L1_ROOT_DIFFERS),
        Place.record("receipts", partition, start).inPeriod(period));
  }

  private static int firstIn(FakeLog log, int partition, int period) {
    List<FakeLog.Raw> records = log.partitions.get(partition);
    int closes = 0;
    for (int i = 0; i < records.size(); i++) {
      if (closes == period) {
        return i;
      }
      closes += log.decoded(records.get(i)) instanceof DecodedClose ? 1 : 0;
    }
    throw new IllegalArgumentException("no period " + period);
  }

  private static int receiptIn(FakeLog log, int partition, int period, RandomLogs random) {
    return firstIn(log, partition, period) + random.below(3);
  }

  private static int rowIn(FakeLog log, int period) {
    return IntStream.range(0, log.rows.size())
        .filter(i -> log.rows.get(i).content().orElseThrow().seq() == period)
        .findFirst()
        .orElseThrow();
  }

  private static Bytes flipped(Bytes value, RandomLogs random) {
    byte[] bytes = value.toByteArray();
    bytes[random.below(bytes.length)] ^= (byte) (1 << random.below(8));
    return Bytes.wrap(bytes);
  }
}

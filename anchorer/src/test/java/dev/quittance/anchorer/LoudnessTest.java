package dev.quittance.anchorer;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quittance.anchorer.avro.HeadRecords;
import dev.quittance.anchorer.avro.PostingRecords;
import dev.quittance.anchorer.avro.RowRecords;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.log.AccountAsset;
import dev.quittance.receipts.log.Balance;
import dev.quittance.receipts.log.LogDisagreementException;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodPart;
import dev.quittance.receipts.log.Posting;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.PostingsRecord;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What can't be under exactly-once is an error that stops the stage and says what it is. */
class LoudnessTest {
  private static final LogIdentity LOG = RandomLog.onePartition(1).log();
  private static final Balance ONE = new Balance(BigInteger.ONE, BigInteger.ONE);
  private static final AccountAsset KEY = new AccountAsset(Address.ZERO, Address.ZERO);

  static Stream<Arguments> rows() {
    return Stream.of(
        postings("had ended it", PostingRecords.ended(0, 0), PostingRecords.ended(0, 0)),
        postings("had ended it", PostingRecords.ended(1, 0), PostingRecords.ended(1, 0)),
        postings("had ended it", PostingRecords.ended(0, 0), posting(0, 0)),
        postings("partition 1 of a log with 1", PostingRecords.ended(0, 1)),
        postings("unknown kind", new PostingsRecord(null)),
        heads("two heads of partition 0", head(0, 0), head(0, 0)),
        heads("partition 1, there are 1", head(0, 1)),
        heads("without a head", new LogHeadsRecord(null)),
        settlement("two ends of rows", RowRecords.ended(1, 0, 0), RowRecords.ended(1, 0, 0)),
        settlement("1 settlement rows, its ends say 2", row(0), RowRecords.ended(0, 0, 2)),
        settlement("0 settlement rows, its ends say 1", row(1), RowRecords.ended(0, 0, 1)),
        settlement("debit and credit of asset", uneven(), RowRecords.ended(0, 0, 1)),
        settlement("unknown kind", new SettlementRowsRecord(null)));
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("rows")
  void stops(String topic, List<Bytes> values, String says) {
    SimulatedLine line = new SimulatedLine(LOG, RandomLog.CODEC::decode, RandomLog.NOTE_SEED);
    SimulatedTopic target =
        Stream.of(line.postings(0), line.heads(), line.rows())
            .filter(candidate -> candidate.name().equals(topic))
            .findFirst()
            .orElseThrow();
    if (target.equals(line.rows())) {
      append(line.heads(), Topics.LOG_HEADS, head(0, 0));
    }
    values.forEach(value -> target.append(0, null, value));
    assertThatThrownBy(() -> line.run(new Random(1), 0))
        .isInstanceOfAny(IllegalStateException.class, LogDisagreementException.class)
        .hasMessageContaining(says);
  }

  private static Arguments postings(String says, PostingsRecord... records) {
    return arguments(Topics.POSTINGS, says, List.of(records));
  }

  private static Arguments heads(String says, LogHeadsRecord... records) {
    return arguments(Topics.LOG_HEADS, says, List.of(records));
  }

  private static Arguments settlement(String says, SettlementRowsRecord... records) {
    return arguments(Topics.SETTLEMENT_ROWS, says, List.of(records));
  }

  private static <V extends SpecificRecord> Arguments arguments(
      Topic<V> topic, String says, List<V> records) {
    List<Bytes> values = records.stream().map(record -> bytes(topic, record)).toList();
    return Arguments.of(topic.name(), values, says);
  }

  private static <V extends SpecificRecord> Bytes bytes(Topic<V> topic, V record) {
    return Bytes.wrap(new TestSerdes().of(topic).serializer().serialize(topic.name(), record));
  }

  private static <V extends SpecificRecord> void append(
      SimulatedTopic target, Topic<V> topic, V record) {
    target.append(0, null, bytes(topic, record));
  }

  private static PostingsRecord posting(long seq, int logPartition) {
    return PostingRecords.of(seq, logPartition, new Posting(KEY, ONE));
  }

  private static SettlementRowsRecord row(long seq) {
    return RowRecords.of(new SettlementRow(seq, KEY, ONE, ONE));
  }

  private static SettlementRowsRecord uneven() {
    Balance owed = new Balance(BigInteger.TWO, BigInteger.ONE);
    return RowRecords.of(new SettlementRow(0, KEY, owed, owed));
  }

  private static LogHeadsRecord head(long seq, int partition) {
    PeriodClose close = new PeriodClose(LOG.logId(), seq, 10, 20, partition, LOG.partitionCount());
    PartitionHead head =
        new PartitionHead(partition, 0, 1, 1, 0, 5, 5, Bytes32.ZERO, Bytes32.ZERO, 0);
    return HeadRecords.of(new PeriodPart(close, head, 20_000));
  }
}

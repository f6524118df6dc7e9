package dev.quittance.auditor;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A log of two partitions whose periods a test closes as it likes. */
final class WrittenLog {
  static final int PARTITIONS = 2;
  private static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(RandomLogs.SCHEMA_ID, Topics.RECEIPTS.schema()));

  private final RandomLogs random;
  private final SigningKey agent;
  private final LogEpoch epoch;
  private final List<List<FakeLog.Raw>> partitions =
      IntStream.range(0, PARTITIONS).<List<FakeLog.Raw>>mapToObj(_ -> new ArrayList<>()).toList();
  private final long[] lastSeqs = new long[PARTITIONS];

  /** How many periods are closed. */
  int closed;

  /** When the last one was, or the log began: unix milliseconds. */
  long timeMs;

  WrittenLog(long seed, PeriodSchedule schedule) {
    this.random = new RandomLogs(seed, PARTITIONS);
    this.agent = RandomLogs.SIGNATURES.key(random.bytes32());
    LogRules rules = random.epoch.rules();
    LogRules scheduled =
        new LogRules(
            rules.origin(),
            rules.epoch(),
            rules.domain(),
            rules.topic(),
            rules.partitions(),
            rules.schemas(),
            rules.operator(),
            schedule);
    this.epoch = LogEpoch.first(scheduled, random.epoch.topicId());
    this.timeMs = schedule.firstStart() * 1000;
  }

  /** Appends receipts to random partitions. */
  void receipts(int count) {
    for (int i = 0; i < count; i++) {
      int lane = random.below(PARTITIONS);
      ReceiptsRecord record =
          ReceiptsCodec.record(
              random.signed(random.receipt(agent, random.bytes32(), lane, ++lastSeqs[lane]), agent),
              null);
      append(lane, record);
    }
  }

  /** Closes the open period in all partitions. */
  void close(PeriodBounds bounds, long atMs) {
    timeMs = atMs;
    IntStream.range(0, PARTITIONS).forEach(lane -> close(lane, closed, bounds));
    closed++;
  }

  /** Writes the close of a period into one partition. */
  void close(int lane, long seq, PeriodBounds bounds) {
    PeriodClose close =
        new PeriodClose(
            random.identity.logId(), seq, bounds.start(), bounds.end(), lane, PARTITIONS);
    append(lane, ReceiptsCodec.record(close.sign(RandomLogs.SIGNATURES, random.operator)));
  }

  private void append(int lane, ReceiptsRecord record) {
    List<FakeLog.Raw> before = partitions.get(lane);
    Bytes value = Bytes.wrap(WireFormat.encode(RandomLogs.SCHEMA_ID, record));
    before.add(new FakeLog.Raw(2L * before.size() + 1, timeMs, value));
  }

  /** The log with all that was published about it. */
  FakeLog log() {
    return new FakeLog(
        epoch, random.noteSeed, partitions, value -> CODEC.decode(value.toByteArray()));
  }
}

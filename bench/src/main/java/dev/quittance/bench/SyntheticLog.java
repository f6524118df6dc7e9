package dev.quittance.bench;

import dev.quittance.auditor.export.Manifest;
import dev.quittance.auditor.export.RecordFileWriter;
import dev.quittance.auditor.source.RawRecord;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.Checkpoint;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PartitionHead;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SettlementRow;
import dev.quittance.receipts.log.VerifierKey;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.PublishedEpoch;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.ReceiptsRecord;
import dev.quittance.schemas.avro.RowSettled;
import dev.quittance.schemas.avro.SettlementRowsRecord;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes an export of a log of many signed receipts, as the line would have made it: to measure an
 * audit of it. Not thread-safe.
 */
final class SyntheticLog {
  private static final int PARTITIONS = 6;
  private static final int AGENTS = 50;
  private static final int PERIOD_S = 60;
  private static final long START_S = 1_767_571_200L;
  private static final int SCHEMA_ID = 7;
  private static final String ORIGIN = "bench.quittance.example/receipts";

  private final Secp256k1Signatures signatures = Secp256k1Signatures.preferred();
  private final Random random;
  private final List<SigningKey> agents = new ArrayList<>();
  private final SigningKey operator;
  private final Bytes32 noteSeed;
  private final Address asset;
  private final LogRules rules;
  private final LogIdentity identity;
  private final LogReplay replay;
  private final ReceiptsCodec codec;
  private final Path folder;
  private final Map<String, RecordFileWriter> writers = new HashMap<>();
  private final Map<String, Long> offsets = new HashMap<>();
  private final List<Map<Address, Long>> lastSeqs = new ArrayList<>();

  private SyntheticLog(Path folder, long seed) {
    this.folder = folder;
    this.random = new Random(seed);
    for (int i = 0; i < AGENTS; i++) {
      agents.add(signatures.key(bytes32(random)));
    }
    this.operator = signatures.key(bytes32(random));
    this.noteSeed = bytes32(random);
    this.asset = address(random);
    Bytes32 fingerprint = AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema());
    this.rules =
        new LogRules(
            ORIGIN,
            0,
            new ReceiptDomain(BigInteger.valueOf(31_337), address(random)),
            Topics.RECEIPTS.name(),
            PARTITIONS,
            List.of(new AcceptedSchema(SCHEMA_ID, fingerprint)),
            operator.address(),
            new PeriodSchedule(START_S, PERIOD_S, PeriodSchedule.CatchUp.EACH));
    this.identity = rules.identity(new UUID(random.nextLong(), random.nextLong()));
    this.codec = AcceptedSchemas.codec(rules);
    // What it has signed itself need not be recovered while it is written.
    this.replay = new LogReplay(identity, signatures, (_, _, _) -> true, Retention.nothing());
    for (int lane = 0; lane < PARTITIONS; lane++) {
      lastSeqs.add(new HashMap<>());
    }
  }

  /**
   * Writes an export.
   *
   * @param folder where to; must not exist
   * @param receipts how many at least
   * @param periods over so many periods
   */
  static void write(Path folder, long receipts, int periods, long seed) throws IOException {
    Files.createDirectories(folder);
    new SyntheticLog(folder, seed).write(receipts, periods);
  }

  private void write(long receipts, int periods) throws IOException {
    int perLane = Math.toIntExact(Math.ceilDiv(receipts, (long) periods * PARTITIONS));
    rules();
    for (int period = 0; period < periods; period++) {
      long base = random.nextLong();
      List<List<Bytes>> lanes =
          IntStream.range(0, PARTITIONS)
              .parallel()
              .mapToObj(lane -> receipts(lane, perLane, new Random(base + lane)))
              .toList();
      for (int lane = 0; lane < PARTITIONS; lane++) {
        for (Bytes value : lanes.get(lane)) {
          append(lane, (START_S + (long) period * PERIOD_S) * 1000, value);
        }
      }
      for (int lane = 0; lane < PARTITIONS; lane++) {
        append(lane, (START_S + (period + 1L) * PERIOD_S) * 1000, close(lane, period));
      }
    }
    finish(periods);
  }

  private List<Bytes> receipts(int lane, int count, Random own) {
    List<Bytes> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SigningKey agent = agents.get(own.nextInt(AGENTS));
      long seq = lastSeqs.get(lane).merge(agent.address(), 1L, Long::sum);
      Receipt receipt = receipt(agent, lane, seq, own);
      SignedReceipt signed =
          new SignedReceipt(
              receipt, signatures.sign(ReceiptDigest.of(identity.domain(), receipt), agent));
      values.add(encoded(ReceiptsCodec.record(signed, null)));
    }
    return values;
  }

  private Receipt receipt(SigningKey agent, long lane, long seq, Random own) {
    Bytes32 planHash = bytes32(own);
    return new Receipt(
        bytes32(own),
        Receipt.stepId(planHash, 0),
        agent.address(),
        operator.address(),
        asset,
        BigInteger.valueOf(1000),
        BigInteger.valueOf(30),
        operator.address(),
        Verdict.COMPLETED,
        bytes32(own),
        planHash,
        bytes32(own),
        bytes32(own),
        bytes32(own),
        Bytes32.ZERO,
        START_S * 1000,
        lane,
        seq);
  }

  private Bytes close(int lane, long period) {
    PeriodClose close =
        new PeriodClose(
            identity.logId(),
            period,
            START_S + period * PERIOD_S,
            START_S + (period + 1) * PERIOD_S,
            lane,
            PARTITIONS);
    ReceiptsRecord record = ReceiptsCodec.record(close.sign(signatures, operator));
    return encoded(record);
  }

  private void append(int lane, long time, Bytes value) throws IOException {
    long offset = write(Topics.RECEIPTS, lane, time, value);
    LogRecord record = LogRecord.of(offset, time, value, codec.decode(value.toByteArray()));
    for (var completed : replay.feed(lane, record).completed()) {
      publish(completed.assembled(), time);
    }
  }

  private void publish(AssembledPeriod period, long time) throws IOException {
    long seq = period.record().seq();
    for (PartitionHead head : period.heads()) {
      write(
          Topics.LOG_HEADS,
          time,
          new LogHeadsRecord(
              new HeadClosed(
                  seq,
                  head.partition(),
                  period.record().periodStart(),
                  period.record().periodEnd(),
                  time,
                  buffer(head.encode()))));
    }
    for (SettlementRow row : period.rows()) {
      write(Topics.SETTLEMENT_ROWS, time, new SettlementRowsRecord(settled(row)));
    }
    String note =
        new Checkpoint(ORIGIN, period.anchors().size(), period.anchors().root()).sign(noteSeed);
    write(
        Topics.ANCHORS,
        time,
        new AnchorsRecord(
            new AnchorMade(
                seq,
                buffer(period.record().encode()),
                AvroValues.hash32(period.anchorHash().toByteArray()),
                note)));
  }

  private static RowSettled settled(SettlementRow row) {
    return new RowSettled(
        row.seq(),
        AvroValues.address20(row.key().account().toByteArray()),
        AvroValues.address20(row.key().asset().toByteArray()),
        AvroValues.uint256(row.period().debit()),
        AvroValues.uint256(row.period().credit()),
        AvroValues.uint256(row.cumulative().debit()),
        AvroValues.uint256(row.cumulative().credit()));
  }

  private void rules() throws IOException {
    VerifierKey verifierKey = VerifierKey.ofSeed(ORIGIN, noteSeed);
    write(
        Topics.LOG_RULES,
        START_S * 1000,
        PublishedEpoch.first(rules, identity.topicId(), verifierKey).record());
  }

  private void write(Topic<?> topic, long time, SpecificRecord record) throws IOException {
    write(topic, 0, time, encoded(record));
  }

  private long write(Topic<?> topic, int partition, long time, Bytes value) throws IOException {
    String name = name(topic.name(), partition);
    RecordFileWriter writer = writers.get(name);
    if (writer == null) {
      Path file = folder.resolve(name);
      Files.createDirectories(Optional.ofNullable(file.getParent()).orElseThrow());
      writer = new RecordFileWriter(file, topic.name(), partition);
      writers.put(name, writer);
    }
    long offset = offsets.merge(name, 1L, Long::sum) - 1;
    writer.write(new RawRecord(offset, time, Optional.empty(), Optional.of(value), List.of()));
    return offset;
  }

  private static String name(String topic, int partition) {
    return "topics/%s/%d.records".formatted(topic, partition);
  }

  private void finish(int periods) throws IOException {
    List<Manifest.FileEntry> files = new ArrayList<>();
    for (Map.Entry<String, RecordFileWriter> writer : writers.entrySet()) {
      String[] parts = writer.getKey().split("/", -1);
      int partition = Integer.parseInt(parts[2].substring(0, parts[2].indexOf('.')));
      RecordFileWriter.Written written = writer.getValue().finish();
      files.add(
          Manifest.FileEntry.of(
              parts[1], partition, writer.getKey(), OptionalLong.empty(), written));
    }
    long end = (START_S + (long) periods * PERIOD_S) * 1000;
    Manifest manifest =
        new Manifest(
            ORIGIN, 0, periods - 1L, Optional.empty(), end, Optional.empty(), List.of(), files);
    Files.writeString(folder.resolve(Manifest.FILE), manifest.toJson());
  }

  private static Bytes encoded(SpecificRecord record) {
    return Bytes.wrap(WireFormat.encode(SCHEMA_ID, record));
  }

  private static ByteBuffer buffer(Bytes bytes) {
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static Bytes32 bytes32(Random random) {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  private static Address address(Random random) {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }
}

package dev.quittance.anchorer;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.ReplayedPeriod;
import dev.quittance.receipts.log.Retention;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A random log: receipts of a few agents, most of them in sequence, some not, copies, junk, null
 * values, and closes, some of them forged, early or repeated. Its partitions may be fed in any way.
 */
final class RandomLog {
  static final Bytes32 NOTE_SEED = Sha256.hash(new byte[] {42});
  static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(TestSerdes.SCHEMA_ID, Topics.RECEIPTS.schema()));

  private static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  private static final SigningKey OPERATOR = key(1000);
  private static final SigningKey STRANGER = key(1001);
  private static final ReceiptDomain DOMAIN =
      new ReceiptDomain(BigInteger.valueOf(31337), Address.wrap(new byte[20]));
  private static final int CADENCE_S = 10;
  private static final long FIRST_START_S = 1_000_000;

  private final Random random;
  private final LogIdentity log;
  private final List<List<SimulatedTopic.Entry>> partitions = new ArrayList<>();
  private final Map<String, Long> sequences = new HashMap<>();

  private RandomLog(Random random, int partitionCount, boolean dense) {
    this.random = random;
    this.log =
        new LogIdentity(
            "log.example/random",
            partitionCount,
            0,
            new UUID(1, 2),
            Sha256.hash(new byte[] {1}),
            DOMAIN,
            OPERATOR.address());
    int periods = 1 + random.nextInt(4);
    for (int partition = 0; partition < partitionCount; partition++) {
      partitions.add(partition(partition, periods, dense));
    }
  }

  /** A log with gaps between offsets, as transaction markers leave them. */
  static RandomLog of(long seed) {
    Random random = new Random(seed);
    return new RandomLog(random, 1 + random.nextInt(4), false);
  }

  /** A log of one partition with the offsets 0, 1, 2… */
  static RandomLog onePartition(long seed) {
    return new RandomLog(new Random(seed), 1, true);
  }

  LogIdentity log() {
    return log;
  }

  List<SimulatedTopic.Entry> partition(int partition) {
    return partitions.get(partition);
  }

  /** What the trust core makes of it, partition after partition. */
  List<AssembledPeriod> replay() {
    LogReplay replay = new LogReplay(log, SIGNATURES, Retention.nothing());
    List<AssembledPeriod> periods = new ArrayList<>();
    for (int partition = 0; partition < partitions.size(); partition++) {
      for (SimulatedTopic.Entry entry : partitions.get(partition)) {
        replay.feed(partition, record(entry)).completed().stream()
            .map(ReplayedPeriod::assembled)
            .forEach(periods::add);
      }
    }
    return periods;
  }

  private static LogRecord record(SimulatedTopic.Entry entry) {
    Bytes raw = entry.value() == null ? Bytes.EMPTY : entry.value();
    return LogRecord.of(entry.offset(), entry.timestamp(), raw, CODEC.decode(entry.valueBytes()));
  }

  private List<SimulatedTopic.Entry> partition(int partition, int periods, boolean dense) {
    List<SimulatedTopic.Entry> entries = new ArrayList<>();
    for (long seq = 0; seq < periods; seq++) {
      int records = random.nextInt(9);
      for (int i = 0; i < records; i++) {
        add(entries, seq, any(partition, seq, entries), dense, 0);
      }
      add(entries, seq, close(OPERATOR, partition, seq), dense, 2000);
    }
    add(entries, periods, any(partition, periods, entries), dense, 0);
    return entries;
  }

  private void add(
      List<SimulatedTopic.Entry> entries,
      long seq,
      @Nullable Bytes value,
      boolean dense,
      int afterEndMs) {
    long last = entries.isEmpty() ? -1 : entries.getLast().offset();
    long offset = last + 1 + (dense ? 0 : random.nextInt(3));
    long endMs = (FIRST_START_S + (seq + 1) * CADENCE_S) * 1000;
    long time = endMs + (afterEndMs > 0 ? afterEndMs : -random.nextInt(9000));
    entries.add(new SimulatedTopic.Entry(offset, time, null, value));
  }

  private @Nullable Bytes any(int partition, long seq, List<SimulatedTopic.Entry> before) {
    return switch (random.nextInt(14)) {
      case 0 -> null;
      case 1 -> Bytes.wrap(new byte[] {0, 0, 0, 0, 9, 1, 2, 3});
      case 2 -> before.isEmpty() ? null : before.get(random.nextInt(before.size())).value();
      case 3 -> close(STRANGER, partition, seq);
      case 4 -> close(OPERATOR, partition, seq); // too early
      case 5 -> close(OPERATOR, partition, seq + 1);
      case 6 -> receipt(partition, 2);
      default -> receipt(partition, 1);
    };
  }

  private Bytes receipt(int partition, int step) {
    SigningKey agent = key(1 + random.nextInt(4));
    String sequence = agent.address() + "/" + partition;
    long seq = sequences.getOrDefault(sequence, 0L) + step;
    if (step == 1) {
      sequences.put(sequence, seq);
    }
    boolean completed = random.nextInt(4) > 0;
    BigInteger amount = completed ? new BigInteger(100, random) : BigInteger.ZERO;
    Receipt receipt =
        new Receipt(
            hash(),
            hash(),
            agent.address(),
            key(50 + random.nextInt(3)).address(),
            key(60 + random.nextInt(2)).address(),
            amount,
            amount.shiftRight(5),
            key(70).address(),
            completed ? Verdict.COMPLETED : Verdict.FAILED,
            hash(),
            hash(),
            hash(),
            hash(),
            hash(),
            Bytes32.ZERO,
            random.nextInt(1_000_000),
            partition,
            seq);
    return encode(
        ReceiptsCodec.record(
            new SignedReceipt(receipt, SIGNATURES.sign(ReceiptDigest.of(DOMAIN, receipt), agent)),
            null));
  }

  private Bytes close(SigningKey signer, int partition, long seq) {
    long start = FIRST_START_S + seq * CADENCE_S;
    PeriodClose close =
        new PeriodClose(
            log.logId(), seq, start, start + CADENCE_S, partition, log.partitionCount());
    return encode(ReceiptsCodec.record(close.sign(SIGNATURES, signer)));
  }

  private static Bytes encode(ReceiptsRecord record) {
    return Bytes.wrap(WireFormat.encode(TestSerdes.SCHEMA_ID, record));
  }

  private Bytes32 hash() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  private static SigningKey key(int number) {
    return SIGNATURES.key(Sha256.hash(ByteBuffer.allocate(4).putInt(number).array()));
  }
}

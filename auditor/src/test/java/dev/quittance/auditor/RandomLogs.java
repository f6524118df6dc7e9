package dev.quittance.auditor;

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
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.WireFormat;
import dev.quittance.schemas.avro.ReceiptsRecord;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** Random logs of signed receipts in their Avro form; every one of them is accepted. */
public final class RandomLogs {

  public static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();
  public static final int SCHEMA_ID = 7;
  private static final ReceiptsCodec CODEC =
      new ReceiptsCodec(Map.of(SCHEMA_ID, Topics.RECEIPTS.schema()));
  private static final long START = 1_767_571_200L;

  private final Random random;
  private final List<SigningKey> agents = new ArrayList<>();
  private final Address asset;
  private final Address market;
  public final SigningKey operator;
  public final LogIdentity identity;

  public RandomLogs(long seed, int partitions) {
    this.random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      agents.add(SIGNATURES.key(bytes32()));
    }
    this.asset = address();
    this.market = address();
    this.operator = SIGNATURES.key(bytes32());
    this.identity =
        new LogIdentity(
            "random.example/" + seed,
            partitions,
            0,
            new UUID(random.nextLong(), random.nextLong()),
            bytes32(),
            new ReceiptDomain(BigInteger.valueOf(31337), address()),
            operator.address());
  }

  /** A log of closed periods with a few records in the open one; offsets are odd. */
  public FakeLog log(int periods) {
    List<List<FakeLog.Raw>> partitions = new ArrayList<>();
    for (int partition = 0; partition < identity.partitionCount(); partition++) {
      partitions.add(partition(partition, periods));
    }
    return new FakeLog(identity, bytes32(), partitions, value -> CODEC.decode(value.toByteArray()));
  }

  private List<FakeLog.Raw> partition(int partition, int periods) {
    List<FakeLog.Raw> records = new ArrayList<>();
    Map<Address, Long> lastSeq = new HashMap<>();
    for (int period = 0; period <= periods; period++) {
      int receipts = 3 + random.nextInt(6);
      for (int i = 0; i < receipts; i++) {
        SigningKey agent = agents.get(i < 2 ? 0 : random.nextInt(agents.size()));
        long seq = lastSeq.merge(agent.address(), 1L, Long::sum);
        SignedReceipt signed = signed(receipt(agent, bytes32(), partition, seq), agent);
        records.add(raw(records, time(period), value(ReceiptsCodec.record(signed, null))));
      }
      if (period < periods) {
        records.add(raw(records, time(period + 1), close(partition, period, operator)));
      }
    }
    return records;
  }

  /** A close of a period, signed by anybody. */
  public Bytes close(int partition, long period, SigningKey signer) {
    PeriodClose close =
        new PeriodClose(
            identity.logId(),
            period,
            START + period * 10,
            START + (period + 1) * 10,
            partition,
            identity.partitionCount());
    return value(ReceiptsCodec.record(close.sign(SIGNATURES, signer)));
  }

  private static FakeLog.Raw raw(List<FakeLog.Raw> before, long time, Bytes value) {
    return new FakeLog.Raw(2L * before.size() + 1, time, value);
  }

  private static long time(long period) {
    return (START + period * 10) * 1000 + 5;
  }

  private static Bytes value(ReceiptsRecord record) {
    return Bytes.wrap(WireFormat.encode(SCHEMA_ID, record));
  }

  /** A completed piece of work for 1,000 and a fee of 30. */
  public Receipt receipt(SigningKey agent, Bytes32 orderId, long lane, long seq) {
    Bytes32 planHash = bytes32();
    return new Receipt(
        orderId,
        Receipt.stepId(planHash, 0),
        agent.address(),
        operator.address(),
        asset,
        BigInteger.valueOf(1000),
        BigInteger.valueOf(30),
        market,
        Verdict.COMPLETED,
        bytes32(),
        planHash,
        bytes32(),
        bytes32(),
        Bytes32.ZERO,
        Bytes32.ZERO,
        START * 1000,
        lane,
        seq);
  }

  /** The receipt with its agent's signature. */
  public SignedReceipt signed(Receipt receipt, SigningKey agent) {
    return sign(identity.domain(), receipt, agent);
  }

  /** The receipt with its agent's signature. */
  public static SignedReceipt sign(ReceiptDomain domain, Receipt receipt, SigningKey agent) {
    return new SignedReceipt(receipt, SIGNATURES.sign(ReceiptDigest.of(domain, receipt), agent));
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public Bytes32 bytes32() {
    byte[] bytes = new byte[Bytes32.SIZE];
    random.nextBytes(bytes);
    return Bytes32.wrap(bytes);
  }

  private Address address() {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }
}

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
import dev.quittance.receipts.log.AcceptedSchema;
import dev.quittance.receipts.log.EpochHandover;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRules;
import dev.quittance.receipts.log.PeriodClose;
import dev.quittance.receipts.log.PeriodSchedule;
import dev.quittance.receipts.log.SignedEpochHandover;
import dev.quittance.schemas.AcceptedSchemas;
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

/**
 * Random logs of signed receipts in their Avro form, in one epoch or several; every one of them is
 * accepted.
 */
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
  private final ReceiptDomain domain;
  private final String origin;
  private final int partitions;
  private final List<SigningKey> operators = new ArrayList<>();

  /** The first epoch's. */
  public final SigningKey operator;

  /** The log in its first epoch. */
  public final LogEpoch epoch;

  /** What the first epoch's bytes depend on. */
  public final LogIdentity identity;

  /** The seed of the key that signs checkpoints. */
  public final Bytes32 noteSeed;

  public RandomLogs(long seed, int partitions) {
    this.random = new Random(seed);
    for (int i = 0; i < 3; i++) {
      agents.add(SIGNATURES.key(bytes32()));
    }
    this.asset = address();
    this.market = address();
    this.operator = SIGNATURES.key(bytes32());
    operators.add(operator);
    this.origin = "random.example/" + seed;
    this.partitions = partitions;
    this.domain = new ReceiptDomain(BigInteger.valueOf(31337), address());
    this.epoch = LogEpoch.first(rules(0, operator), uuid());
    this.identity = epoch.identity();
    this.noteSeed = bytes32();
  }

  private LogRules rules(int number, SigningKey signer) {
    return new LogRules(
        origin,
        number,
        domain,
        number == 0 ? "receipts" : "receipts-e" + number,
        partitions,
        List.of(
            new AcceptedSchema(SCHEMA_ID, AcceptedSchemas.fingerprint(Topics.RECEIPTS.schema()))),
        signer.address(),
        new PeriodSchedule(START, 10, PeriodSchedule.CatchUp.EACH));
  }

  /** A log of closed periods with a few records in the open one; offsets are odd. */
  public FakeLog log(int periods) {
    return log(List.of(periods));
  }

  /** The same in several epochs, each of so many closed periods; the open one is in the last. */
  public FakeLog log(List<Integer> periods) {
    LogEpochs epochs = LogEpochs.first(epoch);
    long first = 0;
    for (int number = 1; number < periods.size(); number++) {
      first += periods.get(number - 1);
      operators.add(SIGNATURES.key(bytes32()));
      LogRules rules = rules(number, operators.getLast());
      epochs = epochs.with(new LogEpoch(rules, uuid(), first, START + first * 10));
    }
    List<List<List<FakeLog.Raw>>> topics = new ArrayList<>();
    for (int number = 0; number < periods.size(); number++) {
      List<List<FakeLog.Raw>> topic = new ArrayList<>();
      for (int partition = 0; partition < partitions; partition++) {
        topic.add(partition(epochs, number, partition, periods.get(number)));
      }
      topics.add(topic);
    }
    return new FakeLog(epochs, noteSeed, topics, value -> CODEC.decode(value.toByteArray()));
  }

  /** The key of an epoch's operator. */
  public SigningKey operator(int number) {
    return operators.get(number);
  }

  /** The handover to an epoch of a log, signed by both of its operators. */
  public SignedEpochHandover handover(FakeLog log, int number) {
    LogEpoch next = log.epochs.all().get(number);
    EpochHandover handover =
        new EpochHandover(
            LogIdentity.logId(origin),
            log.epochs.all().get(number - 1).rules().rulesHash(),
            next.rules().rulesHash(),
            next.topicId(),
            next.firstPeriod(),
            next.firstStart());
    return new SignedEpochHandover(
        handover,
        SIGNATURES.sign(handover.digest(), operators.get(number - 1)),
        SIGNATURES.sign(handover.digest(), operators.get(number)));
  }

  private List<FakeLog.Raw> partition(LogEpochs epochs, int number, int partition, int periods) {
    List<FakeLog.Raw> records = new ArrayList<>();
    Map<Address, Long> lastSeq = new HashMap<>();
    long first = epochs.all().get(number).firstPeriod();
    boolean isNewest = number == epochs.all().size() - 1;
    long end = first + periods;
    for (long period = first; isNewest ? period <= end : period < end; period++) {
      int receipts = 3 + random.nextInt(6);
      for (int i = 0; i < receipts; i++) {
        SigningKey agent = agents.get(i < 2 ? 0 : random.nextInt(agents.size()));
        long seq = lastSeq.merge(agent.address(), 1L, Long::sum);
        SignedReceipt signed = signed(receipt(agent, bytes32(), partition, seq), agent);
        records.add(raw(records, time(period), value(ReceiptsCodec.record(signed, null))));
      }
      if (period < end) {
        Bytes close = close(partition, period, operators.get(number));
        records.add(raw(records, time(period + 1), close));
      }
    }
    return records;
  }

  /** A close of a period, signed by anybody. */
  public Bytes close(int partition, long period, SigningKey signer) {
    return close(partition, period, START + (period + 1) * 10, signer);
  }

  /** The same with another end, unix seconds. */
  public Bytes close(int partition, long period, long end, SigningKey signer) {
    PeriodClose close =
        new PeriodClose(identity.logId(), period, START + period * 10, end, partition, partitions);
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

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private Address address() {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }
}

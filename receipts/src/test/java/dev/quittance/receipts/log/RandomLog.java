package dev.quittance.receipts.log;

import dev.quittance.receipts.RandomValues;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.ReceiptDigest;
import dev.quittance.receipts.ReceiptDomain;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.EcdsaSignature;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.crypto.SigningKey;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A random log with what each record must become: it knows only what it wrote, and nothing of how
 * the log classifies.
 */
public final class RandomLog {

  public static final Secp256k1Signatures SIGNATURES = Secp256k1Signatures.preferred();

  /** A record and what it must become. */
  public record Written(LogRecord record, EntryKind kind, Reason reason, long period) {}

  private final RandomValues values;
  private final LogIdentity identity;
  private final SigningKey operator;
  private final List<SigningKey> agents;
  private final List<Address> assets;
  private final Address market;
  private final int periods;
  private final List<List<Written>> partitions = new ArrayList<>();

  public RandomLog(long seed, int partitionCount, int periods) {
    this.values = new RandomValues(seed);
    this.operator = SIGNATURES.key(values.bytes32());
    this.agents = Stream.generate(() -> SIGNATURES.key(values.bytes32())).limit(4).toList();
    this.assets = List.of(values.address(), values.address());
    this.market = values.address();
    this.periods = periods;
    this.identity =
        new LogIdentity(
            "random.example/" + seed,
            partitionCount,
            values.below(3),
            new UUID(values.random().nextLong(), values.random().nextLong()),
            values.bytes32(),
            new ReceiptDomain(BigInteger.valueOf(31337), values.address()),
            operator.address());
    for (int partition = 0; partition < partitionCount; partition++) {
      partitions.add(new Writer(partition).write());
    }
  }

  public LogIdentity identity() {
    return identity;
  }

  public RandomValues values() {
    return values;
  }

  public int periods() {
    return periods;
  }

  public List<Written> partition(int partition) {
    return partitions.get(partition);
  }

  /** Writes one partition. */
  private final class Writer {
    private final int partition;
    private final List<Written> written = new ArrayList<>();
    private final Map<Address, Long> lastSeq = new HashMap<>();
    private final Map<Address, Receipt> lastReceipt = new HashMap<>();
    private final List<LogRecord> counted = new ArrayList<>();
    private final List<LogRecord> closes = new ArrayList<>();
    private long offset = values.below(5);
    private long period;

    Writer(int partition) {
      this.partition = partition;
    }

    List<Written> write() {
      for (period = 0; period < periods; period++) {
        boolean idle = values.below(4) == 0;
        int records = idle ? 0 : values.below(25);
        for (int i = 0; i < records; i++) {
          writeOne(values.oneOf(agents));
        }
        LogRecord close = close(period, start(period), start(period + 1), operator);
        closes.add(close);
        add(close, EntryKind.PERIOD_CLOSE, Reason.NONE);
      }
      for (int i = 0; i < 5; i++) {
        writeOne(values.oneOf(agents));
      }
      return written;
    }

    private void writeOne(SigningKey agent) {
      long next = lastSeq.getOrDefault(agent.address(), 0L) + 1;
      switch (values.below(14)) {
        case 0 -> redeliver();
        case 1 -> refuse(agent, next + 1 + values.below(3), Reason.SEQUENCE_GAP);
        case 2 -> refuse(agent, 0, Reason.SEQUENCE_GAP);
        case 3 -> equivocate(agent, next);
        case 4 -> add(receipt(badAmounts(agent, next), agent), Reason.BAD_AMOUNTS);
        case 5 ->
            add(
                receipt(valid(agent, partition + 1, next), values.oneOf(agents)),
                Reason.WRONG_LANE);
        case 6 ->
            add(
                receipt(valid(agent, partition, next), SIGNATURES.key(values.bytes32())),
                Reason.BAD_SIGNATURE);
        case 7 -> add(record(new Malformed()), Reason.MALFORMED);
        case 8 -> add(forgedClose(), Reason.INVALID_PERIOD_CLOSE);
        default -> accept(agent, next);
      }
    }

    private void accept(SigningKey agent, long seq) {
      Receipt receipt = valid(agent, partition, seq);
      LogRecord record = receipt(receipt, agent);
      lastSeq.put(agent.address(), seq);
      lastReceipt.put(agent.address(), receipt);
      counted.add(record);
      add(record, EntryKind.ACCEPTED, Reason.NONE);
    }

    private void redeliver() {
      if (!counted.isEmpty()) {
        LogRecord copy = values.oneOf(counted);
        add(
            new LogRecord(nextOffset(), anyTime(), copy.recordHash(), copy.decoded()),
            EntryKind.DUPLICATE,
            Reason.DUPLICATE);
      }
    }

    private void equivocate(SigningKey agent, long next) {
      if (lastReceipt.containsKey(agent.address())) {
        refuse(agent, next - 1, Reason.EQUIVOCATION);
      }
    }

    private void refuse(SigningKey agent, long seq, Reason reason) {
      add(receipt(valid(agent, partition, seq), agent), reason);
    }

    private Receipt valid(SigningKey agent, long lane, long seq) {
      Address buyer = values.oneOf(agents).address();
      return values.receipt(agent.address(), buyer, values.oneOf(assets), market, lane, seq);
    }

    private Receipt badAmounts(SigningKey agent, long seq) {
      Receipt r = valid(agent, partition, seq);
      boolean tooLarge = values.random().nextBoolean();
      return new Receipt(
          r.orderId(),
          r.stepId(),
          r.agent(),
          r.buyer(),
          r.asset(),
          tooLarge ? BigInteger.ONE.shiftLeft(Receipt.AMOUNT_BITS) : BigInteger.TEN,
          tooLarge ? BigInteger.ZERO : BigInteger.valueOf(11),
          r.feeRecipient(),
          Verdict.COMPLETED,
          r.orderHash(),
          r.planHash(),
          r.inputHash(),
          r.outputHash(),
          r.proofHash(),
          r.detailsRoot(),
          r.completedAt(),
          r.lane(),
          r.seq());
    }

    private LogRecord forgedClose() {
      return switch (values.below(6)) {
        case 0 -> close(period, start(period), start(period + 1), values.oneOf(agents));
        case 1 -> close(period + 1, start(period), start(period + 1), operator);
        case 2 -> close(period, start(period), start(period), operator);
        case 3 ->
            period == 0
                ? close(period, start(period), start(100), operator)
                : close(period, start(period) - 1, start(period + 1), operator);
        case 4 -> close(period, start(period), start(100), operator);
        default -> {
          if (closes.isEmpty()) {
            yield close(1, start(0), start(1), operator);
          }
          LogRecord copy = values.oneOf(closes);
          yield new LogRecord(nextOffset(), anyTime(), copy.recordHash(), copy.decoded());
        }
      };
    }

    private LogRecord close(long seq, long start, long end, SigningKey signer) {
      PeriodClose close =
          new PeriodClose(identity.logId(), seq, start, end, partition, identity.partitionCount());
      long time = Math.min(end, start(periods + 1)) * 1000 + values.below(10);
      return LogRecord.of(
          nextOffset(), time, values.bytes(40), DecodedClose.of(close.sign(SIGNATURES, signer)));
    }

    private LogRecord receipt(Receipt receipt, SigningKey signer) {
      EcdsaSignature signature =
          SIGNATURES.sign(ReceiptDigest.of(identity.domain(), receipt), signer);
      return record(DecodedReceipt.of(new SignedReceipt(receipt, signature)));
    }

    private LogRecord record(Decoded decoded) {
      Bytes value = values.bytes(values.below(60));
      return LogRecord.of(nextOffset(), anyTime(), value, decoded);
    }

    private void add(LogRecord record, Reason reason) {
      add(record, EntryKind.REFUSED, reason);
    }

    private void add(LogRecord record, EntryKind kind, Reason reason) {
      written.add(new Written(record, kind, reason, period));
    }

    private long nextOffset() {
      long next = offset;
      offset += 1 + values.below(3);
      return next;
    }

    private long anyTime() {
      return start(period) * 1000 + values.below(20_000);
    }
  }

  private static long start(long period) {
    return 1_767_571_200L + period * 10;
  }
}

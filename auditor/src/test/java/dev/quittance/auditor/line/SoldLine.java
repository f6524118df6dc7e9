package dev.quittance.auditor.line;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.source.LineRecord.OfLog;
import dev.quittance.auditor.source.LineRecord.OrderTaken;
import dev.quittance.auditor.source.LineRecord.Outcome;
import dev.quittance.auditor.source.LineRecord.PlanTaken;
import dev.quittance.auditor.source.LineRecord.Settled;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import dev.quittance.receipts.crypto.SigningKey;
import dev.quittance.receipts.log.DecodedReceipt;
import dev.quittance.schemas.PassedBy;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A line of one partition that sells: random orders on their way at the same time, with all that
 * befalls honest stages, and whatever somebody with the operator's keys adds to it. Its prover
 * makes one receipt of each execution, in order; its settler believes every receipt, as the line's
 * does.
 */
final class SoldLine extends MemoryLine {
  private static final long START = 1_767_571_200_000L;
  private static final long AN_HOUR = 3_600_000;

  private final Random random;
  private final RandomLogs logs;
  private final SigningKey signer;
  private final List<Address> agents = new ArrayList<>();
  private final Address house;
  private final Address buyer;
  private final Address asset;
  private final Address market;
  private final Map<Lane, Long> clocks = new EnumMap<>(Lane.class);
  private final List<Deque<Runnable>> underWay = new ArrayList<>();
  private final Deque<Work> unproven = new ArrayDeque<>();
  private final Map<Bytes32, Ledger> ledgers = new HashMap<>();
  private long now = START;
  private BigInteger accepted = BigInteger.ZERO;
  private BigInteger settled = BigInteger.ZERO;
  private long seq;

  /** An execution and where it stands. */
  record Work(long offset, Outcome outcome) {}

  /** An order with its plan. */
  record Sale(Bytes32 orderId, long orderedAt, Bytes32 orderHash, PlanTaken taken, Plan plan) {}

  /** What the prover does with the next execution. */
  enum Proving {
    WHOLE,
    /** It can't; the record is passed by. */
    PASSED_BY,
    /** The log refuses the receipt. */
    REFUSED,
    /** The same, and the receipt is made again. */
    REFUSED_AND_AGAIN,
    /** It makes none and does not say so. */
    DROPPED
  }

  private static final class Ledger {
    private Optional<Sale> sale = Optional.empty();
    private final Map<Bytes32, Receipt> outcomes = new HashMap<>();
    private boolean isClosed;
  }

  SoldLine(long seed) {
    this.random = new Random(seed);
    this.logs = new RandomLogs(seed, 1);
    this.signer = RandomLogs.SIGNATURES.key(logs.bytes32());
    for (int i = 0; i < 3; i++) {
      agents.add(address());
    }
    this.house = address();
    this.buyer = address();
    this.asset = address();
    this.market = address();
    for (Lane lane : Lane.values()) {
      clocks.put(lane, (long) random.nextInt(-2000, 2000));
    }
  }

  /** What the log accepted, in money. */
  BigInteger accepted() {
    return accepted;
  }

  /** What settlements say that buyers paid. */
  BigInteger settled() {
    return settled;
  }

  /** What an audit finds about outcomes, receipts and settlements, when all of it is due. */
  List<Finding> found() throws Exception {
    return found(now + AN_HOUR);
  }

  /** The same; orders and plans themselves are not those of a catalogue. */
  List<Finding> found(long dueBefore) throws Exception {
    return audit(logs.identity.domain(), dueBefore).findings().stream()
        .filter(finding -> finding.code() != FindingCode.L5_ORDER_MALFORMED)
        .filter(finding -> finding.code() != FindingCode.L5_PLAN_DIFFERS)
        .toList();
  }

  /**
   * Takes orders, and does so many pieces of work.
   *
   * @param isRedriven whether what was passed by is put back
   */
  void run(int orders, int most, boolean isRedriven) {
    for (int i = 0; i < orders; i++) {
      underWay.add(script(isRedriven));
    }
    for (int i = 0; i < most; i++) {
      underWay.removeIf(Deque::isEmpty);
      if (underWay.isEmpty() && unproven.isEmpty()) {
        return;
      }
      now += 1 + random.nextInt(1500);
      if (underWay.isEmpty() || (!unproven.isEmpty() && random.nextBoolean())) {
        proveNext(isRedriven);
      } else {
        underWay.get(random.nextInt(underWay.size())).removeFirst().run();
      }
    }
  }

  private Deque<Runnable> script(boolean isRedriven) {
    Deque<Runnable> script = new ArrayDeque<>();
    script.add(() -> {
      Sale sale = order();
      if (random.nextInt(6) == 0) {
        script.add(() -> execute(refusal(sale)));
        return;
      }
      plan(sale);
      if (random.nextInt(4) == 0) {
        script.add(
            () -> execute(failed(sale.orderId, Lane.PLANS, of(Lane.PLANS).getLast().offset())));
        if (!isRedriven) {
          return;
        }
        script.add(() -> plan(sale));
      }
      for (int i = 0; i < sale.plan.steps().size(); i++) {
        int index = i;
        script.add(() -> execute(outcome(sale, index, verdict())));
      }
    });
    return script;
  }

  private void proveNext(boolean isRedriven) {
    Work next = unproven.getFirst();
    int chance = random.nextInt(8);
    if (chance == 0 && !next.outcome.stepId().isZero()) {
      prove(Proving.PASSED_BY);
      if (isRedriven) {
        underWay.add(new ArrayDeque<>(List.of(() -> execute(next.outcome))));
      }
    } else {
      prove(chance == 1 ? Proving.REFUSED_AND_AGAIN : Proving.WHOLE);
    }
  }

  /** An order is taken. */
  Sale order() {
    Bytes order = logs.bytes32().toBytes();
    Bytes32 orderId = logs.bytes32();
    Bytes32 orderHash = Sha256.hash(order);
    append(Lane.ORDERS, orderId, new OrderTaken(orderId, "acme", buyer, order, orderHash));
    long orderedAt = of(Lane.ORDERS).getLast().appendTime();
    List<PlanStep> steps = new ArrayList<>();
    BigInteger total = BigInteger.ZERO;
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      BigInteger price = BigInteger.valueOf(100 + random.nextInt(900));
      total = total.add(price);
      steps.add(
          new PlanStep(
              i,
              "step_" + i,
              "extraction",
              "agent-" + i,
              agents.get(random.nextInt(agents.size())).toString(),
              new Hash32(logs.bytes32().toString()),
              "builtin/extraction",
              price,
              BigInteger.TWO,
              1000,
              0,
              List.of()));
    }
    Plan plan =
        new Plan(
            new Hash32(orderId.toString()),
            new Hash32(orderHash.toString()),
            "acme",
            buyer.toString(),
            asset.toString(),
            total.add(BigInteger.TEN),
            orderedAt + AN_HOUR / 2,
            orderedAt,
            0,
            0,
            new Hash32(logs.bytes32().toString()),
            new Hash32(logs.bytes32().toString()),
            20,
            market.toString(),
            steps,
            total);
    Bytes document = Bytes.wrap(plan.canonical().bytes());
    return new Sale(
        orderId,
        orderedAt,
        orderHash,
        new PlanTaken(orderId, Sha256.hash(document), document, order),
        plan);
  }

  /** Its plan is appended. */
  void plan(Sale sale) {
    append(Lane.PLANS, sale.orderId, sale.taken);
    Ledger ledger = ledger(sale.orderId);
    if (ledger.sale.isEmpty()) {
      ledger.sale = Optional.of(sale);
    }
  }

  /** An order with a plan, and a step that was completed; the last execution is its. */
  Sale sold() {
    Sale sale = order();
    plan(sale);
    execute(outcome(sale, 0, Verdict.COMPLETED));
    return sale;
  }

  /** The other steps of such an order are completed too. */
  void finish(Sale sale) {
    for (int i = 1; i < sale.plan.steps().size(); i++) {
      execute(outcome(sale, i, Verdict.COMPLETED));
    }
    proveAll();
  }

  Outcome outcome(Sale sale, int index, Verdict verdict) {
    PlanStep step = sale.plan.steps().get(index);
    boolean isPaid = verdict == Verdict.COMPLETED;
    boolean isVendors = isPaid || verdict == Verdict.FAILED;
    return new Outcome(
        sale.orderId,
        Receipt.stepId(sale.taken.planHash(), index),
        index,
        isVendors ? Address.fromHex(step.agent()) : house,
        buyer,
        asset,
        isPaid ? step.price() : BigInteger.ZERO,
        isPaid ? step.fee() : BigInteger.ZERO,
        market,
        verdict.code(),
        sale.orderHash,
        sale.taken.planHash(),
        logs.bytes32(),
        logs.bytes32(),
        now,
        "",
        "",
        "acme",
        step.service(),
        step.executor());
  }

  private Outcome refusal(Sale sale) {
    return ofOrder(
        sale.orderId,
        sale.orderHash,
        Verdict.REJECTED,
        BigInteger.ZERO,
        sale.orderedAt,
        "",
        "acme");
  }

  /** What a dead letter makes of an order. */
  Outcome failed(Bytes32 orderId, Lane topic, long offset) {
    String message = new PassedBy(topic.topic(), 0, offset).said() + "; executor: a reason";
    return ofOrder(orderId, Bytes32.ZERO, Verdict.FAILED, BigInteger.ZERO, now, message, "");
  }

  /** An outcome of an order as a whole. */
  Outcome ofOrder(
      Bytes32 orderId,
      Bytes32 orderHash,
      Verdict verdict,
      BigInteger amount,
      long at,
      String message,
      String tenant) {
    return new Outcome(
        orderId,
        Bytes32.ZERO,
        -1,
        house,
        buyer,
        asset,
        amount,
        BigInteger.ZERO,
        Address.ZERO,
        verdict.code(),
        orderHash,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        at,
        verdict == Verdict.FAILED ? "dead-lettered" : "",
        message,
        tenant,
        "",
        "");
  }

  private Verdict verdict() {
    return switch (random.nextInt(6)) {
      case 0 -> Verdict.FAILED;
      case 1 -> Verdict.EXPIRED;
      default -> Verdict.COMPLETED;
    };
  }

  /** Appends an execution; gives its offset. */
  long execute(Outcome outcome) {
    long offset = append(Lane.EXECUTIONS, outcome.orderId(), outcome);
    unproven.add(new Work(offset, outcome));
    return offset;
  }

  /** All executions get their receipts. */
  void proveAll() {
    while (!unproven.isEmpty()) {
      prove(Proving.WHOLE);
    }
  }

  /** The prover comes to the next execution; gives the offset of the last receipt there is. */
  long prove(Proving how) {
    now += 1 + random.nextInt(100);
    Work work = unproven.removeFirst();
    switch (how) {
      case WHOLE -> receipt(work.outcome, true);
      case PASSED_BY -> execute(failed(work.outcome.orderId(), Lane.EXECUTIONS, work.offset));
      case REFUSED -> receipt(work.outcome, false);
      case REFUSED_AND_AGAIN -> {
        receipt(work.outcome, false);
        now += random.nextInt(20_000);
        receipt(work.outcome, true);
      }
      case DROPPED -> {
        // Nothing is said.
      }
    }
    return of(Lane.RECEIPTS).isEmpty() ? -1 : of(Lane.RECEIPTS).getLast().offset();
  }

  private void receipt(Outcome of, boolean isAccepted) {
    Receipt receipt =
        new Receipt(
            of.orderId(),
            of.stepId(),
            of.agent(),
            of.buyer(),
            of.asset(),
            of.amount(),
            of.fee(),
            of.feeRecipient(),
            Verdict.ofCode(of.verdict()).orElseThrow(),
            of.orderHash(),
            of.planHash(),
            of.inputHash(),
            of.outputHash(),
            Bytes32.ZERO,
            Bytes32.ZERO,
            of.completedAt(),
            0,
            ++seq);
    SignedReceipt signed = RandomLogs.sign(logs.identity.domain(), receipt, signer);
    long offset = append(Lane.RECEIPTS, of.orderId(), new OfLog(DecodedReceipt.of(signed), true));
    if (isAccepted) {
      accepted = accepted.add(of.amount());
    } else {
      refused.add(offset);
    }
    settle(receipt);
  }

  private void settle(Receipt receipt) {
    Ledger ledger = ledger(receipt.orderId());
    if (ledger.isClosed) {
      return;
    }
    if (receipt.stepId().isZero()) {
      ledger.isClosed = receipt.verdict() != Verdict.FAILED;
      settlement(nothingBought(ledger, receipt));
      return;
    }
    if (ledger.sale.isEmpty()) {
      return;
    }
    Sale sale = ledger.sale.get();
    List<Bytes32> steps =
        sale.plan.steps().stream()
            .map(step -> Receipt.stepId(sale.taken.planHash(), step.index()))
            .toList();
    if (steps.contains(receipt.stepId())) {
      ledger.outcomes.putIfAbsent(receipt.stepId(), receipt);
    }
    if (ledger.outcomes.size() == steps.size()) {
      ledger.isClosed = true;
      settlement(ended(sale, steps.stream().map(ledger.outcomes::get).toList()));
    }
  }

  private void settlement(Settled content) {
    settled = settled.add(content.budget().subtract(content.refunded()));
    append(Lane.SETTLEMENTS, content.orderId(), content);
  }

  private static Settled nothingBought(Ledger ledger, Receipt receipt) {
    Optional<Plan> plan = ledger.sale.map(Sale::plan);
    return new Settled(
        receipt.orderId(),
        plan.map(Plan::tenant).orElse(""),
        plan.map(known -> Address.fromHex(known.buyer())).orElse(receipt.buyer()),
        plan.map(known -> Address.fromHex(known.asset())).orElse(receipt.asset()),
        receipt.verdict().code(),
        0,
        0,
        BigInteger.ZERO,
        new TreeMap<>(),
        BigInteger.ZERO,
        BigInteger.ZERO,
        receipt.completedAt());
  }

  private Settled ended(Sale sale, List<Receipt> receipts) {
    TreeMap<Address, BigInteger> credits = new TreeMap<>();
    BigInteger fees = BigInteger.ZERO;
    BigInteger spent = BigInteger.ZERO;
    int completed = 0;
    Verdict verdict = Verdict.COMPLETED;
    for (Receipt receipt : receipts) {
      if (receipt.verdict() == Verdict.COMPLETED) {
        credits.merge(receipt.agent(), receipt.amount().subtract(receipt.fee()), BigInteger::add);
        fees = fees.add(receipt.fee());
        spent = spent.add(receipt.amount());
        completed++;
      } else if (verdict == Verdict.COMPLETED) {
        verdict = receipt.verdict();
      }
    }
    return new Settled(
        sale.orderId,
        "acme",
        buyer,
        asset,
        verdict.code(),
        receipts.size(),
        completed,
        sale.plan.budget(),
        credits,
        fees,
        sale.plan.budget().subtract(spent),
        receipts.stream().mapToLong(Receipt::completedAt).max().orElseThrow());
  }

  private Ledger ledger(Bytes32 orderId) {
    return ledgers.computeIfAbsent(orderId, _ -> new Ledger());
  }

  private long append(
      Lane lane, Bytes32 orderId, dev.quittance.auditor.source.LineRecord.Content content) {
    return add(lane, now + clocks.getOrDefault(lane, 0L), orderId, content);
  }

  private Address address() {
    byte[] bytes = new byte[Address.SIZE];
    random.nextBytes(bytes);
    return Address.wrap(bytes);
  }
}

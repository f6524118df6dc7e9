package dev.quittance.settler.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.settler.avro.LedgerCodec;
import dev.quittance.settler.domain.PlanTerms.StepTerms;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random plans and receipts in random order: money is conserved and every order settles once. */
class SettlingLawsTest {
  private static final Bytes32 ORDER = Bytes32.wrap(filled(32, 9));

  static LongStream seeds() {
    return LongStream.range(0, 500);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void settlesOnceAndConservesMoneyInAnyOrderOfRecords(long seed) {
    Random random = new Random(seed);
    PlanTerms terms = terms(random);
    List<Receipt> receipts = new ArrayList<>();
    BigInteger spent = BigInteger.ZERO;
    for (StepTerms step : terms.steps()) {
      Verdict verdict =
          random.nextInt(3) > 0
              ? Verdict.COMPLETED
              : Verdict.ofCode(1 + random.nextInt(6)).orElseThrow();
      receipts.add(receipt(step, verdict));
      spent = verdict == Verdict.COMPLETED ? spent.add(step.price()) : spent;
    }
    List<Settlement> settlements = run(random, records(terms, receipts));

    assertThat(settlements).hasSize(1);
    Settlement settlement = settlements.getFirst();
    assertThat(settlement.refunded()).isEqualTo(terms.budget().subtract(spent));
    BigInteger credits =
        settlement.credits().values().stream().reduce(BigInteger.ZERO, BigInteger::add);
    assertThat(credits.add(settlement.fees())).isEqualTo(spent);
    boolean allCompleted = receipts.stream().allMatch(r -> r.verdict() == Verdict.COMPLETED);
    assertThat(settlement.verdict() == Verdict.COMPLETED).isEqualTo(allCompleted);
    assertThat(settlement.completedSteps())
        .isEqualTo((int) receipts.stream().filter(r -> r.verdict() == Verdict.COMPLETED).count());
  }

  /** Dead letters say that the order failed, its redrive that it did not: the steps decide. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theCompleteSettlementIsTheLastWhereverDeadLettersCome(long seed) {
    Random random = new Random(seed);
    PlanTerms terms = terms(random);
    List<Receipt> receipts =
        terms.steps().stream().map(step -> receipt(step, Verdict.COMPLETED)).toList();
    List<Object> records = records(terms, receipts);
    int deadLetters = 1 + random.nextInt(3);
    for (int i = 0; i < deadLetters; i++) {
      StepTerms noStep = new StepTerms(Bytes32.ZERO, address(7), BigInteger.ZERO, BigInteger.ZERO);
      records.add(receipt(noStep, Verdict.FAILED));
    }
    List<Settlement> settlements = run(random, records);

    Settlement last = settlements.getLast();
    assertThat(last.verdict()).isEqualTo(Verdict.COMPLETED);
    assertThat(last.completedSteps()).isEqualTo(terms.steps().size());
    assertThat(last.budget()).isEqualTo(terms.budget());
    assertThat(settlements.subList(0, settlements.size() - 1))
        .allSatisfy(stated -> {
          assertThat(stated.verdict()).isEqualTo(Verdict.FAILED);
          assertThat(stated.credits()).isEmpty();
          assertThat(stated.fees()).isEqualTo(BigInteger.ZERO);
        })
        .hasSizeLessThanOrEqualTo(deadLetters);
  }

  /** Plan, receipts, a foreign and a forged receipt. */
  private static List<Object> records(PlanTerms terms, List<Receipt> receipts) {
    List<Object> records = new ArrayList<>(receipts);
    records.add(terms);
    StepTerms stranger =
        new StepTerms(Bytes32.wrap(filled(32, 77)), address(3), BigInteger.TEN, BigInteger.ONE);
    records.add(receipt(stranger, Verdict.COMPLETED));
    StepTerms known = terms.steps().getFirst();
    StepTerms forged = new StepTerms(known.stepId(), address(5), known.price(), known.fee());
    records.add(receipt(forged, Verdict.COMPLETED));
    return records;
  }

  /** Feeds the records shuffled, and some of them again; the state goes through bytes. */
  private static List<Settlement> run(Random random, List<Object> records) {
    Collections.shuffle(records, random);
    List<Object> fed = new ArrayList<>(records);
    for (int i = 0; i < 2; i++) {
      fed.add(records.get(random.nextInt(records.size())));
    }
    List<Settlement> settlements = new ArrayList<>();
    OrderLedger ledger = OrderLedger.EMPTY;
    for (Object record : fed) {
      OrderLedger stored = LedgerCodec.decode(LedgerCodec.encode(ledger));
      assertThat(stored).isEqualTo(ledger);
      switch (record instanceof PlanTerms plan
          ? Settling.plan(stored, plan)
          : Settling.receipt(stored, (Receipt) record)) {
        case Settling.Decision.Wait(OrderLedger next) -> ledger = next;
        case Settling.Decision.Settle(Settlement settlement) -> {
          settlements.add(settlement);
          ledger = OrderLedger.CLOSED;
        }
        case Settling.Decision.State(Settlement settlement) -> settlements.add(settlement);
        case Settling.Decision.Ignore _ -> {}
      }
    }
    return settlements;
  }

  private static PlanTerms terms(Random random) {
    int count = 1 + random.nextInt(6);
    List<StepTerms> steps = new ArrayList<>();
    BigInteger total = BigInteger.ZERO;
    for (int i = 0; i < count; i++) {
      BigInteger price = BigInteger.valueOf(random.nextInt(1_000_000));
      BigInteger fee =
          price
              .multiply(BigInteger.valueOf(random.nextInt(10_001)))
              .divide(BigInteger.valueOf(10_000));
      steps.add(
          new StepTerms(
              Bytes32.wrap(filled(32, i + 1)), address(1 + random.nextInt(3)), price, fee));
      total = total.add(price);
    }
    BigInteger budget = total.add(BigInteger.valueOf(random.nextInt(1000)));
    return new PlanTerms("acme", address(9), address(8), budget, steps);
  }

  private static Receipt receipt(StepTerms step, Verdict verdict) {
    boolean paid = verdict == Verdict.COMPLETED;
    return new Receipt(
        ORDER,
        step.stepId(),
        paid ? step.agent() : address(7),
        address(9),
        address(8),
        paid ? step.price() : BigInteger.ZERO,
        paid ? step.fee() : BigInteger.ZERO,
        address(6),
        verdict,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        Bytes32.ZERO,
        1,
        0,
        1);
  }

  static Address address(int fill) {
    return Address.wrap(filled(20, fill));
  }

  static byte[] filled(int length, int fill) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) fill);
    return bytes;
  }
}

package dev.quittance.settler.domain;

import static dev.quittance.settler.domain.SettlingLawsTest.address;
import static dev.quittance.settler.domain.SettlingLawsTest.filled;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.Receipt;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.settler.domain.PlanTerms.StepTerms;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlingTest {
  private static final BigInteger PRICE = BigInteger.valueOf(100);
  private static final BigInteger FEE = BigInteger.valueOf(2);
  private static final Address VENDOR = address(1);
  private static final Bytes32 STEP = Bytes32.wrap(filled(32, 1));
  private static final PlanTerms TERMS =
      new PlanTerms(
          "acme",
          address(9),
          address(8),
          BigInteger.valueOf(150),
          List.of(new StepTerms(STEP, VENDOR, PRICE, FEE)));
  private static final OrderLedger PLANNED = OrderLedger.of(TERMS);

  @Test
  void paysTheVendorTheFeeAndTheRest() {
    Settling.Decision decision =
        Settling.receipt(PLANNED, receipt(STEP, VENDOR, Verdict.COMPLETED, PRICE, FEE));

    assertThat(decision).isInstanceOf(Settling.Decision.Settle.class);
    Settlement settlement = ((Settling.Decision.Settle) decision).settlement();
    assertThat(settlement.credits())
        .containsExactly(java.util.Map.entry(VENDOR, BigInteger.valueOf(98)));
    assertThat(settlement.fees()).isEqualTo(FEE);
    assertThat(settlement.refunded()).isEqualTo(BigInteger.valueOf(50));
  }

  @Test
  void passesByAReceiptOfAnotherAmount() {
    assertIgnored(receipt(STEP, VENDOR, Verdict.COMPLETED, BigInteger.valueOf(101), FEE));
  }

  @Test
  void passesByAReceiptOfAnotherFee() {
    assertIgnored(receipt(STEP, VENDOR, Verdict.COMPLETED, PRICE, BigInteger.ZERO));
  }

  @Test
  void passesByACompletedStepSignedByAnotherAgent() {
    assertIgnored(receipt(STEP, address(2), Verdict.COMPLETED, PRICE, FEE));
  }

  @Test
  void passesByAStepThatThePlanDoesNotHave() {
    assertIgnored(receipt(Bytes32.wrap(filled(32, 5)), VENDOR, Verdict.COMPLETED, PRICE, FEE));
  }

  @Test
  void settlesAnOrderThatEndedBeforeAnyStepWithNothingHeld() {
    Receipt refusal =
        receipt(Bytes32.ZERO, address(7), Verdict.EXPIRED, BigInteger.ZERO, BigInteger.ZERO);

    Settling.Decision decision = Settling.receipt(OrderLedger.EMPTY, refusal);

    Settlement settlement = ((Settling.Decision.Settle) decision).settlement();
    assertThat(settlement.verdict()).isEqualTo(Verdict.EXPIRED);
    assertThat(settlement.budget()).isEqualTo(BigInteger.ZERO);
    assertThat(settlement.steps()).isZero();
  }

  @Test
  void dropsAForgedReceiptThatCameBeforeThePlan() {
    Receipt forged = receipt(STEP, address(2), Verdict.COMPLETED, PRICE, FEE);
    Settling.Decision waiting = Settling.receipt(OrderLedger.EMPTY, forged);
    OrderLedger ledger = ((Settling.Decision.Wait) waiting).ledger();

    Settling.Decision planned = Settling.plan(ledger, TERMS);

    assertThat(planned).isEqualTo(new Settling.Decision.Wait(PLANNED));
  }

  @Test
  void statesADeadLetterOfAPlannedOrderWithoutMoney() {
    Settling.Decision decision = Settling.receipt(PLANNED, deadLetter());

    Settlement settlement = ((Settling.Decision.State) decision).settlement();
    assertThat(settlement.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(settlement.tenant()).isEqualTo("acme");
    assertThat(settlement.budget()).isEqualTo(BigInteger.ZERO);
    assertThat(settlement.credits()).isEmpty();
  }

  @Test
  void nothingSettlesAnOrderAgain() {
    Receipt completed = receipt(STEP, VENDOR, Verdict.COMPLETED, PRICE, FEE);

    assertThat(Settling.receipt(OrderLedger.CLOSED, deadLetter()))
        .isInstanceOf(Settling.Decision.Ignore.class);
    assertThat(Settling.receipt(OrderLedger.CLOSED, completed))
        .isInstanceOf(Settling.Decision.Ignore.class);
    assertThat(Settling.plan(OrderLedger.CLOSED, TERMS))
        .isInstanceOf(Settling.Decision.Ignore.class);
  }

  private static Receipt deadLetter() {
    return receipt(Bytes32.ZERO, address(7), Verdict.FAILED, BigInteger.ZERO, BigInteger.ZERO);
  }

  private static void assertIgnored(Receipt receipt) {
    assertThat(Settling.receipt(PLANNED, receipt)).isInstanceOf(Settling.Decision.Ignore.class);
  }

  private static Receipt receipt(
      Bytes32 stepId, Address agent, Verdict verdict, BigInteger amount, BigInteger fee) {
    return new Receipt(
        Bytes32.wrap(filled(32, 9)),
        stepId,
        agent,
        address(9),
        address(8),
        amount,
        fee,
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
}

package dev.quittance.market.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.domain.Delivering.Decision;
import dev.quittance.market.domain.MarketOrder.End;
import dev.quittance.market.domain.MarketOrder.Origin;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DeliveringTest {
  private static final Origin ORIGIN = new Origin("gigent", "uuid", "tenant");
  private static final End COMPLETED = new End(Verdict.COMPLETED.code(), 1);

  private static CitedReceipt receipt(int step) {
    Bytes32 stepId = step < 0 ? Bytes32.ZERO : Sha256.hash(new byte[] {(byte) step});
    Bytes32 leaf = Sha256.hash(new byte[] {1, (byte) step});
    return new CitedReceipt(stepId, Bytes32.ZERO, leaf, Address.ZERO, 1000 + step, step);
  }

  /** The order after a decision, and whether its result was handed out. */
  private static MarketOrder after(MarketOrder order, Decision decision, List<Decision> handedOut) {
    return switch (decision) {
      case Decision.Keep(MarketOrder kept) -> kept;
      case Decision.HandOut handOut -> {
        handedOut.add(handOut);
        yield handOut.order();
      }
      case Decision.PassBy() -> order;
    };
  }

  private static MarketOrder settled() {
    List<Decision> handedOut = new ArrayList<>();
    MarketOrder order = MarketOrder.UNKNOWN;
    order = after(order, Delivering.request(order, ORIGIN), handedOut);
    order = after(order, Delivering.receipt(order, receipt(0), true), handedOut);
    order = after(order, Delivering.settlement(order, COMPLETED, true), handedOut);
    assertThat(handedOut).hasSize(1);
    return order;
  }

  @ParameterizedTest(name = "steps {0}, seed {1}")
  @CsvSource({"0,1", "0,2", "1,3", "1,4", "1,5", "3,6", "3,7", "3,8", "5,9", "5,10"})
  void aResultIsHandedOutOnceWhateverIsReadFirstAndHoweverOften(int steps, long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Function<MarketOrder, Decision>> records = new ArrayList<>();
      records.add(order -> Delivering.request(order, ORIGIN));
      int verdict = steps == 0 ? Verdict.REJECTED.code() : Verdict.COMPLETED.code();
      records.add(order -> Delivering.settlement(order, new End(verdict, steps), true));
      for (int step = steps == 0 ? -1 : 0; step < Math.max(steps, 0); step++) {
        CitedReceipt receipt = receipt(step);
        records.add(order -> Delivering.receipt(order, receipt, true));
      }
      records.addAll(List.copyOf(records));
      Collections.shuffle(records, random);

      List<Decision> handedOut = new ArrayList<>();
      MarketOrder order = MarketOrder.UNKNOWN;
      for (Function<MarketOrder, Decision> record : records) {
        order = after(order, record.apply(order), handedOut);
      }

      assertThat(handedOut).as("seed %d, round %d", seed, round).hasSize(1);
      assertThat(order.isHandedOut()).isTrue();
    }
  }

  @Test
  void ordersOfOurOwnAreNotWritten() {
    MarketOrder unknown = MarketOrder.UNKNOWN;

    assertThat(Delivering.receipt(unknown, receipt(0), false)).isEqualTo(new Decision.PassBy());
    assertThat(Delivering.settlement(unknown, COMPLETED, false)).isEqualTo(new Decision.PassBy());
  }

  @Test
  void aDeadLettersOutcomeEndsNothing() {
    End provisional = new End(Verdict.FAILED.code(), 0);

    assertThat(Delivering.settlement(MarketOrder.UNKNOWN, provisional, true))
        .isEqualTo(new Decision.PassBy());
  }

  @Test
  void theReceiptThatWasLoggedLastIsCited() {
    List<Decision> handedOut = new ArrayList<>();
    MarketOrder order = MarketOrder.UNKNOWN;
    order = after(order, Delivering.request(order, ORIGIN), handedOut);
    order = after(order, Delivering.settlement(order, new End(1, 2), true), handedOut);
    order = after(order, Delivering.receipt(order, receipt(1), true), handedOut);
    after(order, Delivering.receipt(order, receipt(0), true), handedOut);

    assertThat(handedOut)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.HandOut.class, out -> assertThat(out.receipt()).isEqualTo(receipt(0)));
  }

  @ParameterizedTest
  @EnumSource
  void whatTheMarketplaceSaysStopsResumesOrReleases(EventKind kind) {
    List<Decision> handedOut = new ArrayList<>();
    MarketOrder order = settled();
    order = after(order, Delivering.event(order, kind), handedOut);
    MarketOrder twice = after(order, Delivering.event(order, kind), handedOut);

    assertThat(twice).isEqualTo(order);
    switch (kind.effect()) {
      case STOPS -> {
        assertThat(order.isStopped()).isTrue();
        after(order, Delivering.event(order, EventKind.REAPPEARED), handedOut);
        assertThat(handedOut).as("resumed").hasSize(1);
      }
      case RELEASES -> assertThat(handedOut).hasSize(1);
      case RESUMES -> assertThat(handedOut).as("it may have been held meanwhile").hasSize(2);
      case NOTHING -> assertThat(handedOut).isEmpty();
    }
  }

  @Test
  void nothingIsHandedOutWhileItIsStopped() {
    List<Decision> handedOut = new ArrayList<>();
    MarketOrder order = MarketOrder.UNKNOWN;
    order = after(order, Delivering.event(order, EventKind.VANISHED), handedOut);
    order = after(order, Delivering.request(order, ORIGIN), handedOut);
    order = after(order, Delivering.receipt(order, receipt(0), true), handedOut);
    order = after(order, Delivering.settlement(order, COMPLETED, true), handedOut);
    assertThat(handedOut).isEmpty();
    after(order, Delivering.event(order, EventKind.REAPPEARED), handedOut);

    assertThat(handedOut).hasSize(1);
  }
}

package dev.quittance.platform.chain.handover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Address;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandoverStepTest {
  private static final Address OLD = account(1);
  private static final Address NEW = account(2);
  private static final Address OTHER = account(3);

  @ParameterizedTest
  @CsvSource({
    "1, 0, Offer",
    "1, 1, Offer",
    "1, 3, Offer",
    "1, 2, Accept",
    "2, 0, Nothing",
    "2, 1, Nothing",
    "2, 2, Nothing",
    "2, 3, Nothing",
    "3, 2, Accept",
    "3, 0, Impossible",
    "3, 1, Impossible",
    "3, 3, Impossible"
  })
  void isWhatIsMissing(int operator, int offered, String expected) {
    assertThat(step(account(operator), offer(offered)).getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void whatCannotBeDoneNamesTheThreeKeys() {
    assertThat(step(OTHER, Optional.empty()))
        .isInstanceOfSatisfying(
            HandoverStep.Impossible.class,
            impossible ->
                assertThat(impossible.reason())
                    .contains("operated by " + OTHER)
                    .contains("old key " + OLD)
                    .contains("new key " + NEW));
  }

  /** Cut off after any step, and with offers of the old operator in between, it comes to an end. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void endsWithTheNewOperatorFromWhereverItGoesOn(long seed) {
    Random random = new Random(seed);
    Address operator = OLD;
    Optional<Address> offered = offer(random.nextInt(4));
    int steps = 0;
    while (!operator.equals(NEW)) {
      if (steps < 50 && random.nextBoolean()) {
        offered = offer(random.nextInt(4));
      }
      switch (step(operator, offered)) {
        case HandoverStep.Offer _ -> offered = Optional.of(NEW);
        case HandoverStep.Accept _ -> {
          assertThat(offered).as("seed %d", seed).contains(NEW);
          operator = NEW;
          offered = Optional.empty();
        }
        case HandoverStep.Nothing _, HandoverStep.Impossible _ ->
            throw new AssertionError("stuck, seed " + seed);
      }
      steps++;
    }
    assertThat(steps).as("seed %d", seed).isLessThanOrEqualTo(52);
    assertThat(step(operator, offered)).isInstanceOf(HandoverStep.Nothing.class);
  }

  private static HandoverStep step(Address operator, Optional<Address> offered) {
    return HandoverStep.next(operator, offered, OLD, NEW);
  }

  private static Optional<Address> offer(int account) {
    return account == 0 ? Optional.empty() : Optional.of(account(account));
  }

  private static Address account(int number) {
    return Address.fromHex("0x" + "0".repeat(39) + number);
  }
}

package dev.quittance.platform.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, 1, 1",
    "1, 1, 0, 0, 2, 2",
    "800, 80, 500, 50, 901, 91",
    "800, 80, 2000, 10, 2000, 91",
    "800, 80, 2000, 200, 2000, 200",
  })
  void aRaisedOfferIsAnEighthMoreOrTheUsualOne(
      long maxFee, long tip, long usualMaxFee, long usualTip, long raisedMaxFee, long raisedTip) {
    assertThat(fees(maxFee, tip).raisedTo(fees(usualMaxFee, usualTip)))
        .isEqualTo(fees(raisedMaxFee, raisedTip));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatNodesAskOfAReplacementHolds(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1000; i++) {
      Fees old = random(random);
      Fees raised = old.raisedTo(random(random));

      assertThat(raised.tip()).as("seed %d, %s", seed, old).isLessThanOrEqualTo(raised.maxFee());
      assertThat(isTenthMore(old.maxFee(), raised.maxFee())).as("seed %d, %s", seed, old).isTrue();
      assertThat(isTenthMore(old.tip(), raised.tip())).as("seed %d, %s", seed, old).isTrue();
    }
  }

  private static boolean isTenthMore(BigInteger old, BigInteger raised) {
    BigInteger ten = BigInteger.TEN;
    return raised.multiply(ten).compareTo(old.multiply(ten.add(BigInteger.ONE))) >= 0;
  }

  private static Fees random(Random random) {
    BigInteger tip = new BigInteger(random.nextInt(60), random);
    return new Fees(tip.add(new BigInteger(random.nextInt(60), random)), tip);
  }

  private static Fees fees(long maxFee, long tip) {
    return new Fees(BigInteger.valueOf(maxFee), BigInteger.valueOf(tip));
  }
}

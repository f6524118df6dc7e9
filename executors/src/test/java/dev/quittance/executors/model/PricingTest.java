package dev.quittance.executors.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricingTest {

  @ParameterizedTest(name = "{0}/{1} for {2}/{3}: {4}")
  @CsvSource({
    "150000, 600000, 210, 31, 51",
    "150000, 600000, 0, 0, 0",
    "1, 0, 1, 0, 1",
    "1000000, 0, 7, 9, 7",
    "0, 3, 5, 1000000, 3",
    "0, 3, 5, 1000001, 4",
    "1000000000000000000000, 1, 9223372036854775807, 0, 9223372036854775807000000000000000",
  })
  void roundsUpToWholeUnits(
      BigInteger input, BigInteger output, long inputTokens, long outputTokens, BigInteger cost) {
    assertThat(new Pricing("micro-usd", input, output).cost(inputTokens, outputTokens))
        .isEqualTo(cost);
  }
}

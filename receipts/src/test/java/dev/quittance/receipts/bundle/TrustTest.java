package dev.quittance.receipts.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustTest {
  private static final String LOG =
      """
      "origin":"log.quittance.example/receipts",\
      "verifierKey":"log.quittance.example/receipts+cee58a3a+AQU+bgPwzu9nG7/H2HHxPpXoqPRD0UV2Wmqidg1BJs8t"\
      """;

  @ParameterizedTest
  @ValueSource(strings = {"31337", "\"31337\""})
  void aChainIdIsANumberOrADecimalString(String chainId) {
    assertThat(trust(chainId).chainId()).contains(BigInteger.valueOf(31337));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "31337.0", "\"0x7a69\"", "\"031337\"", "null", "[31337]", "true"})
  void anythingElseIsNoChainId(String chainId) {
    assertThatThrownBy(() -> trust(chainId))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("/chainId: must be a");
  }

  @Test
  void theChainMayBeLeftOpen() {
    assertThat(Trust.parse("{" + LOG + "}").chainId()).isEmpty();
  }

  private static Trust trust(String chainId) {
    return Trust.parse("{" + LOG + ",\"chainId\":" + chainId + "}");
  }
}

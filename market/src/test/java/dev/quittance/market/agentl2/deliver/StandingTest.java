package dev.quittance.market.agentl2.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.agentl2.follow.MarketOrder;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StandingTest {
  private static final long DEADLINE = 1_000;

  private static MarketOrder order(int status) {
    Address somebody = Address.fromHex("0x" + "0a".repeat(20));
    return new MarketOrder(
        Bytes32.ZERO,
        Bytes32.ZERO,
        somebody,
        somebody,
        BigInteger.ONE,
        BigInteger.TEN,
        900,
        BigInteger.valueOf(DEADLINE),
        MarketOrder.Status.of(status),
        "uri",
        Bytes.EMPTY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 999, Open",
    "0, 1000, Open",
    "0, 1001, Over",
    "1, 1001, Completed",
    "2, 1001, Disputed",
    "3, 999, Over",
    "4, 999, Over",
    "5, 999, Open",
    "5, 1001, Over",
  })
  void eachStatusAndTime(int status, long seconds, String expected) {
    Standing standing = Standing.of(Optional.of(order(status)), seconds * 1000 + 999);
    assertThat(standing.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void anOrderThatTheChainDoesNotHaveIsMissing() {
    assertThat(Standing.of(Optional.empty(), 0)).isEqualTo(new Standing.Missing());
  }

  @ParameterizedTest
  @CsvSource({"0, false", "599_999, false", "600_000, false", "600_001, true"})
  void aFinalBlockThatIsLaterThanTheResultShowsWhatAReorgHasTaken(String after, boolean isTaken) {
    long completedAtMs = 1_795_000_000_000L;
    long finalizedMs = completedAtMs + Long.parseLong(after.replace("_", ""));
    assertThat(Standing.isTaken(finalizedMs, completedAtMs)).isEqualTo(isTaken);
  }

  @Test
  void whatCanBeDoneAboutAnExpiredOrderIsSaid() {
    assertThat(Standing.of(Optional.of(order(0)), 2_000_000))
        .asString()
        .contains("disputeOrder", "resolveDispute(orderId, true)");
  }
}

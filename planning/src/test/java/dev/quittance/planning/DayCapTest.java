package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Hash32;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DayCapTest {
  private static DayReservation reservation(int order, long amount) {
    Hash32 orderId = Hash32.sha256(new byte[] {(byte) order});
    return new DayReservation(
        orderId, "acme", 20_457, BigInteger.valueOf(amount), BigInteger.valueOf(100));
  }

  private static DayCap.State state(long reserved, Optional<BigInteger> granted) {
    return new DayCap.State(BigInteger.valueOf(reserved), granted);
  }

  @Test
  void grantsUpToTheCapAndNotBeyond() {
    assertThat(DayCap.decide(state(60, Optional.empty()), reservation(1, 40)))
        .isEqualTo(new DayCap.Decision.Granted(state(100, Optional.of(BigInteger.valueOf(40)))));
    assertThat(DayCap.decide(state(60, Optional.empty()), reservation(1, 41)))
        .isEqualTo(
            new DayCap.Decision.Denied(
                new PlanDecision.Refused(
                    RefusalCode.POLICY_DAY_CAP,
                    "the order costs 41, and tenant acme has 40 of 100 left for the day")));
  }

  @Test
  void anOrderIsGrantedOnce() {
    DayCap.State granted = state(100, Optional.of(BigInteger.valueOf(40)));

    assertThat(DayCap.decide(granted, reservation(1, 40)))
        .isEqualTo(new DayCap.Decision.Granted(granted));
  }

  @Test
  void aCapThatWasLoweredLeavesNothing() {
    DayCap.Decision.Denied denied =
        (DayCap.Decision.Denied) DayCap.decide(state(150, Optional.empty()), reservation(1, 1));

    assertThat(denied.refusal().message()).contains("has 0 of 100 left");
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void reservedIsTheSumOfGrantsAndNeverAboveTheCap(long seed) {
    Random random = new Random(seed);
    Map<Hash32, BigInteger> grants = new HashMap<>();
    BigInteger reserved = BigInteger.ZERO;
    for (int round = 0; round < 500; round++) {
      DayReservation wanted = reservation(random.nextInt(60), random.nextInt(12));
      DayCap.State before =
          new DayCap.State(reserved, Optional.ofNullable(grants.get(wanted.orderId())));
      switch (DayCap.decide(before, wanted)) {
        case DayCap.Decision.Granted(DayCap.State after) -> {
          reserved = after.reserved();
          grants.put(wanted.orderId(), after.granted().orElseThrow());
        }
        case DayCap.Decision.Denied _ -> assertThat(before.granted()).isEmpty();
      }
      assertThat(reserved)
          .isEqualTo(grants.values().stream().reduce(BigInteger.ZERO, BigInteger::add))
          .isLessThanOrEqualTo(wanted.cap());
    }
    assertThat(grants).hasSizeGreaterThan(5);
  }
}

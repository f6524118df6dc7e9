package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.line.OrderCase.Of;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.DayCap;
import dev.quittance.planning.DayReservation;
import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the plans of a tenant's day cost is within the daily cap, as far as a planner keeps it. */
class DayGrantsLawsTest {
  private static final int LANES = 4;
  private static final long DAY_MS = 86_400_000;
  private static final long START = 20_458 * DAY_MS;

  /**
   * A planner whose lanes may be days behind each other, whose clocks are apart, whose caps change,
   * and which forgets a day when a tenant has an order two days later.
   */
  private static final class Planned {
    private final Random random;
    private final Map<String, BigInteger> caps = new HashMap<>();
    private final Map<String, Map<Long, BigInteger>> reserved = new HashMap<>();
    private final List<DayGrants.Collector> lanes =
        IntStream.range(0, LANES).mapToObj(_ -> new DayGrants.Collector()).toList();
    private long now = START;
    private long offset;
    private int granted;

    Planned(long seed) {
      this.random = new Random(seed);
    }

    void orders(int count) {
      for (int i = 0; i < count; i++) {
        now += random.nextInt(4) == 0 ? random.nextInt((int) (DAY_MS / 2)) : random.nextInt(9_000);
        String tenant = "t" + random.nextInt(3);
        if (random.nextInt(8) == 0) {
          caps.put(tenant, BigInteger.valueOf(500 + random.nextInt(2_000)));
        }
        long behind = random.nextInt(6) == 0 ? random.nextInt((int) (4 * DAY_MS)) : 0;
        long orderedAt = now - behind + random.nextInt(4_000) - 2_000;
        order(tenant, Math.floorDiv(orderedAt, DAY_MS), random.nextInt(300));
      }
    }

    private void order(String tenant, long day, long amount) {
      BigInteger cap = caps.computeIfAbsent(tenant, _ -> BigInteger.valueOf(1_000));
      Map<Long, BigInteger> days = reserved.computeIfAbsent(tenant, _ -> new HashMap<>());
      if (!days.containsKey(day)) {
        days.keySet().removeIf(old -> old <= day - 2);
      }
      DayReservation wanted = reservation(random, tenant, day, amount, cap);
      DayCap.State before =
          new DayCap.State(days.getOrDefault(day, BigInteger.ZERO), Optional.empty());
      if (DayCap.decide(before, wanted) instanceof DayCap.Decision.Granted(DayCap.State after)) {
        days.put(day, after.reserved());
        grant(wanted, before.reserved());
      }
    }

    void grant(DayReservation wanted, BigInteger said) {
      granted++;
      lanes.get(random.nextInt(LANES)).add(answered(wanted, said), wanted);
    }

    OrderCase answered(DayReservation wanted, BigInteger said) {
      Bytes32 id = Bytes32.wrap(wanted.orderId().bytes());
      OrderCase all = new OrderCase(id);
      with(
          all.orders,
          now,
          new LineRecord.OrderTaken(id, wanted.tenant(), Address.ZERO, Bytes.EMPTY, id));
      with(all.plans, now, new LineRecord.PlanTaken(id, id, Bytes.EMPTY, Bytes.EMPTY));
      long at = now + random.nextInt(4_000) - 2_000;
      with(all.dayCaps, at, new LineRecord.DayCapAnswer(id, true, said, wanted.cap()));
      return all;
    }

    private <T extends LineRecord.Content> void with(List<Of<T>> records, long time, T content) {
      records.add(
          new Of<>(
              new LineRecord("orders", 0, ++offset, time, Optional.empty(), content), content));
    }

    List<Finding> found() {
      return DayGrants.judge(lanes.stream().map(DayGrants.Collector::grants).toList());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatAnHonestPlannerGrantsIsWithoutFinding(long seed) {
    Planned planned = new Planned(seed);
    planned.orders(600);
    assertThat(planned.granted).as("seed %d", seed).isGreaterThan(100);
    assertThat(planned.found()).as("seed %d", seed).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void answersThatSayNothingWasReservedDoNotHideIt(long seed) {
    Planned planned = new Planned(seed);
    planned.orders(planned.random.nextInt(300));
    BigInteger cap = BigInteger.valueOf(900);
    long day = Math.floorDiv(planned.now, DAY_MS);
    int orders = 4 + planned.random.nextInt(5);
    for (int i = 0; i < orders; i++) {
      long amount = 300 + planned.random.nextInt(600);
      planned.grant(reservation(planned.random, "greedy", day, amount, cap), BigInteger.ZERO);
    }
    assertThat(planned.found())
        .as("seed %d", seed)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_DAY_CAP_EXCEEDED);
          assertThat(finding.place().topic()).isEqualTo("orders");
          assertThat(finding.message()).contains("tenant greedy", "never more than 900");
        });
  }

  /**
   * Each of these may have been granted another amount, or after what was granted was forgotten.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void whatWasRedrivenOrAnsweredDaysLaterDoesNotCount(long seed) {
    Planned planned = new Planned(seed);
    long day = Math.floorDiv(START, DAY_MS);
    DayGrants.Collector lane = planned.lanes.getFirst();
    for (int i = 0; i < 10; i++) {
      DayReservation wanted =
          reservation(planned.random, "acme", day, 900, BigInteger.valueOf(900));
      OrderCase redriven = planned.answered(wanted, BigInteger.ZERO);
      redriven.orders.add(redriven.orders.getFirst());
      lane.add(redriven, wanted);
      OrderCase dead = planned.answered(wanted, BigInteger.ZERO);
      dead.outcomes.add(deadLetter(dead));
      lane.add(dead, wanted);
      planned.now = START + 2 * DAY_MS;
      lane.add(planned.answered(wanted, BigInteger.ZERO), wanted);
      planned.now = START;
    }
    assertThat(planned.found()).isEmpty();
  }

  private static Of<LineRecord.Outcome> deadLetter(OrderCase all) {
    LineRecord.Outcome outcome =
        new LineRecord.Outcome(
            all.orderId,
            Bytes32.ZERO,
            -1,
            Address.ZERO,
            Address.ZERO,
            Address.ZERO,
            BigInteger.ZERO,
            BigInteger.ZERO,
            Address.ZERO,
            Verdict.FAILED.code(),
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            START,
            "",
            "",
            "acme",
            "",
            "");
    return new Of<>(new LineRecord("executions", 0, 1, START, Optional.empty(), outcome), outcome);
  }

  private static DayReservation reservation(
      Random random, String tenant, long day, long amount, BigInteger cap) {
    byte[] id = new byte[32];
    random.nextBytes(id);
    return new DayReservation(Hash32.of(id), tenant, day, BigInteger.valueOf(amount), cap);
  }
}

package dev.quittance.platform.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.TenantLimits;
import dev.quittance.platform.admission.Admission.Decision;
import dev.quittance.platform.admission.Admission.Limits;
import dev.quittance.platform.admission.Admission.Share;
import dev.quittance.platform.admission.Admission.Totals;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What admission promises, over random traffic. */
class AdmissionLawsTest {
  private static final int STEPS = 20_000;

  /** Some tenants at a gate, as the gate keeps them. */
  private static final class Traffic {
    final Limits limits;
    final Share[] shares;
    int inFlight;

    Traffic(Limits limits, int tenants) {
      this.limits = limits;
      this.shares = new Share[tenants];
      Arrays.setAll(shares, _ -> Share.fresh(limits, 0));
    }

    Decision ask(int tenant, long backlog, long nowMs) {
      Decision decision =
          Admission.decide(shares[tenant], new Totals(inFlight, backlog), limits, nowMs);
      switch (decision) {
        case Decision.Admitted(Share share) -> {
          shares[tenant] = share;
          inFlight++;
        }
        case Decision.OverQuota(Share share, _) -> shares[tenant] = share;
        case Decision.Crowded(Share share, _) -> shares[tenant] = share;
        case Decision.Overloaded _ -> {}
      }
      return decision;
    }

    void answer(int tenant) {
      shares[tenant] = shares[tenant].answered();
      inFlight--;
    }
  }

  private static Limits limits(Random random) {
    return new Limits(
        1 + random.nextInt(200),
        1 + random.nextInt(50),
        1 + random.nextInt(40),
        64 + random.nextInt(100),
        1000);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noTenantPassesItsBoundsAndWhoComesNewIsLetIn(long seed) {
    Random random = new Random(seed);
    Limits limits = limits(random);
    int newcomer = 5;
    Traffic traffic = new Traffic(limits, 6);
    List<List<Long>> admitted = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      admitted.add(new ArrayList<>());
    }
    long nowMs = 0;
    for (int step = 0; step < STEPS; step++) {
      nowMs += random.nextInt(10);
      int tenant = random.nextInt(5);
      if (random.nextInt(3) == 0 && traffic.shares[tenant].inFlight() > 0) {
        traffic.answer(tenant);
      } else if (traffic.ask(tenant, 0, nowMs) instanceof Decision.Admitted) {
        admitted.get(tenant).add(nowMs);
      }
      assertThat(traffic.shares[tenant].inFlight()).isBetween(0, limits.inFlight());
      assertThat(traffic.inFlight)
          .as("seed %d, step %d", seed, step)
          .isLessThanOrEqualTo(limits.maxInFlight());
    }
    for (List<Long> times : admitted) {
      assertRate(seed, times, limits);
    }
    assertThat(traffic.ask(newcomer, 0, nowMs)).isInstanceOf(Decision.Admitted.class);
  }

  /** In any window there are at most burst + rate · length; the length is rounded up to a ms. */
  private static void assertRate(long seed, List<Long> times, Limits limits) {
    Deque<Long> window = new ArrayDeque<>();
    for (long time : times) {
      window.addLast(time);
      while (time - window.getFirst() > 1000) {
        window.removeFirst();
      }
      assertThat(window.size())
          .as("seed %d at %d", seed, time)
          .isLessThanOrEqualTo(limits.burst() + limits.perSecond() + 1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void whoWaitsAsLongAsToldIsLetIn(long seed) {
    Random random = new Random(seed);
    Limits limits = limits(random);
    Traffic traffic = new Traffic(limits, 1);
    long nowMs = 0;
    int refused = 0;
    for (int step = 0; step < STEPS; step++) {
      nowMs += random.nextInt(3);
      switch (traffic.ask(0, 0, nowMs)) {
        case Decision.Admitted _ -> traffic.answer(0);
        case Decision.OverQuota(_, long waitMs) -> {
          refused++;
          assertThat(waitMs).isPositive();
          if (waitMs > 1) {
            assertThat(traffic.ask(0, 0, nowMs + waitMs - 1))
                .isInstanceOf(Decision.OverQuota.class);
          }
          nowMs += waitMs;
          assertThat(traffic.ask(0, 0, nowMs)).isInstanceOf(Decision.Admitted.class);
          traffic.answer(0);
        }
        case Decision.Crowded _, Decision.Overloaded _ -> throw new AssertionError("seed " + seed);
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void aLineThatIsBehindTakesNothingAndNoTokenIsLost() {
    Limits limits = new Limits(1, 1, 1, 2, 1000);
    Traffic traffic = new Traffic(limits, 1);

    assertThat(traffic.ask(0, 1001, 0)).isEqualTo(new Decision.Overloaded(5000));
    assertThat(traffic.ask(0, 1000, 0)).isInstanceOf(Decision.Admitted.class);
  }

  @Test
  void anOldClockAndALongPauseDoNoHarm() {
    Limits limits = new Limits(1_000_000, 1_000_000, 10, 20, 1);
    Share share = Share.fresh(limits, 1_000_000);

    Decision earlier = Admission.decide(share, new Totals(0, 0), limits, 5);
    Decision later = Admission.decide(share, new Totals(0, 0), limits, Long.MAX_VALUE / 2);

    assertThat(earlier).isInstanceOf(Decision.Admitted.class);
    assertThat(later).isInstanceOf(Decision.Admitted.class);
    assertThat(((Decision.Admitted) later).share().bucket().microTokens())
        .isEqualTo(999_999_000_000L);
  }

  @Test
  void aTenantsDocumentSaysMoreThanTheSettings() {
    Limits limits = new Limits(1, 2, 3, 4, 5);

    assertThat(limits.of(null)).isEqualTo(limits);
    assertThat(limits.of(new TenantLimits(10, null, 30))).isEqualTo(new Limits(10, 2, 30, 4, 5));
  }

  /**
   * One server works off requests in the order in which they come in. A tenant that sends 200 times
   * as much as another one at most doubles the other's p95.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {21, 22, 23, 24})
  void aNoisyTenantDoesNotDoubleAnothersWait(long seed) {
    long alone = quietP95(seed, 0);
    long beside = quietP95(seed, 200);

    assertThat(beside).as("seed %d, alone %d µs", seed, alone).isLessThanOrEqualTo(2 * alone);
  }

  /** p95 in µs of a tenant with 20 requests in flight at a server of 5 ms, 64 at once. */
  private static long quietP95(long seed, int noisyPerMs) {
    Random random = new Random(seed);
    Limits limits = new Limits(2000, 100, 64, 1024, 1000);
    Traffic traffic = new Traffic(limits, 2);
    int servers = 64;
    long[] freeAt = new long[servers];
    List<Long> waits = new ArrayList<>();
    Queue<long[]> running = new PriorityQueue<>(Comparator.comparingLong(done -> done[1]));
    for (long nowMs = 0; nowMs < 5_000; nowMs++) {
      long nowUs = nowMs * 1000;
      while (!running.isEmpty() && running.element()[1] <= nowUs) {
        traffic.answer((int) running.remove()[0]);
      }
      List<Integer> arrivals = new ArrayList<>();
      for (int i = 0; i < noisyPerMs; i++) {
        arrivals.add(1);
      }
      if (random.nextInt(2) == 0) {
        arrivals.add(0);
      }
      for (int tenant : arrivals) {
        if (traffic.ask(tenant, 0, nowMs) instanceof Decision.Admitted) {
          int server = earliest(freeAt);
          long start = Math.max(nowUs, freeAt[server]);
          freeAt[server] = start + 4_000 + random.nextInt(2_000);
          running.add(new long[] {tenant, freeAt[server]});
          if (tenant == 0) {
            waits.add(freeAt[server] - nowUs);
          }
        }
      }
    }
    waits.sort(null);
    return waits.get(waits.size() * 95 / 100);
  }

  private static int earliest(long[] freeAt) {
    int best = 0;
    for (int i = 1; i < freeAt.length; i++) {
      best = freeAt[i] < freeAt[best] ? i : best;
    }
    return best;
  }
}

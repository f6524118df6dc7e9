package dev.quittance.executor.domain.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.executor.avro.AdmissionCodec;
import dev.quittance.executor.domain.admission.AdmissionLimits.Permits;
import dev.quittance.planning.document.Hash32;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random requests and ends, some of them repeated or of attempts that nobody knows. */
class AdmissionLawsTest {
  private static final int SEEDS = 100;
  private static final Hash32 ORDER = Hash32.sha256(new byte[] {1});

  /** What was stored, and who holds or waits for what, kept by looking at everything each time. */
  private static final class Ledger {
    private final AdmissionLimits limits;
    private final Map<AttemptId, Admission> stored = new LinkedHashMap<>();
    private AdmissionState state;

    Ledger(AdmissionLimits limits) {
      this.limits = limits;
      this.state = new AdmissionState(limits);
    }

    List<Admission> tell(AdmissionCommand command) {
      return take(AdmissionDecider.decide(state, command));
    }

    List<Admission> take(AdmissionDecision decision) {
      decision.removed().ifPresent(stored::remove);
      for (Admission kept : decision.kept()) {
        Admission before = stored.put(kept.id(), kept);
        assertThat(before == null || !before.granted()).as("granted once: %s", kept).isTrue();
      }
      return decision.grants();
    }

    /** A crash: all that is left is what was stored. */
    void restart() {
      List<Admission> read =
          stored.values().stream()
              .map(it ->
                  AdmissionCodec.decode(AdmissionCodec.key(it.id()), AdmissionCodec.encode(it)))
              .toList();
      assertThat(read).containsExactlyElementsOf(stored.values());
      state = AdmissionState.restored(limits, read);
      assertThat(take(AdmissionDecider.resume(state))).isEmpty();
    }

    boolean fits(Admission wanted) {
      return held(it -> it.tenant().equals(wanted.tenant())) < limits.tenants().of(wanted.tenant())
          && held(it -> it.agentId().equals(wanted.agentId()))
              < limits.agents().of(wanted.agentId())
          && held(it -> it.executor().equals(wanted.executor()))
              < limits.providers().of(wanted.executor());
    }

    private long held(Predicate<Admission> which) {
      return stored.values().stream().filter(Admission::granted).filter(which).count();
    }

    List<Admission> waiting() {
      return stored.values().stream()
          .filter(it -> !it.granted())
          .sorted(Comparator.comparingLong(Admission::arrival))
          .toList();
    }

    void assertSound(String seed) {
      for (Admission it : stored.values()) {
        if (it.granted()) {
          assertThat(held(other -> other.tenant().equals(it.tenant())))
              .as("%s: permits of %s", seed, it.tenant())
              .isLessThanOrEqualTo(limits.tenants().of(it.tenant()));
          assertThat(held(other -> other.agentId().equals(it.agentId())))
              .as("%s: permits of %s", seed, it.agentId())
              .isLessThanOrEqualTo(limits.agents().of(it.agentId()));
          assertThat(held(other -> other.executor().equals(it.executor())))
              .as("%s: permits of %s", seed, it.executor())
              .isLessThanOrEqualTo(limits.providers().of(it.executor()));
        } else {
          assertThat(fits(it)).as("%s: %s waits although it could begin", seed, it).isFalse();
        }
      }
      assertThat(state.granted()).isEqualTo((int) held(_ -> true));
      assertThat(state.waiting()).isEqualTo(waiting().size());
    }
  }

  private record Wanted(int number, String tenant, String agentId, String executor) {
    AttemptId id() {
      return AdmissionLawsTest.id(number);
    }

    AdmissionCommand request() {
      return new AdmissionCommand.Request(id(), ORDER, tenant, agentId, executor);
    }

    AdmissionCommand end() {
      return new AdmissionCommand.End(id(), ORDER);
    }

    static Wanted random(Random random, int number, int tenants) {
      return new Wanted(
          number,
          "tenant-" + random.nextInt(tenants),
          "agent-" + random.nextInt(4),
          "llm/" + random.nextInt(3));
    }
  }

  private static AdmissionLimits randomLimits(Random random) {
    return new AdmissionLimits(
        new Permits(1 + random.nextInt(6), Map.of("tenant-0", random.nextInt(4))),
        new Permits(1 + random.nextInt(4), Map.of()),
        new Permits(1 + random.nextInt(5), Map.of("llm/1", 1)),
        name -> name);
  }

  private static AttemptId id(int number) {
    return new AttemptId(ORDER.child(number), 1 + number % 3);
  }

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void limitsHoldAndNobodyWaitsWhoCouldBegin(long seed) {
    Random random = new Random(seed);
    Ledger ledger = new Ledger(randomLimits(random));
    List<Wanted> all = new ArrayList<>();
    for (int turn = 0; turn < 150; turn++) {
      if (all.isEmpty() || random.nextInt(5) < 3) {
        Wanted wanted = Wanted.random(random, turn, 3);
        all.add(wanted);
        ledger.tell(wanted.request());
      } else {
        Wanted some = all.get(random.nextInt(all.size()));
        boolean known = ledger.stored.containsKey(some.id());
        boolean granted = !ledger.tell(some.end()).isEmpty();
        assertThat(granted && !known).as("seed %d: a repeated end grants", seed).isFalse();
        if (known && random.nextBoolean()) {
          assertThat(ledger.tell(some.end())).as("seed %d", seed).isEmpty();
        }
      }
      ledger.stored.values().stream().findAny().ifPresent(it -> repeat(ledger, it));
      if (random.nextInt(20) == 0) {
        ledger.restart();
      }
      ledger.assertSound("seed " + seed);
    }
    all.forEach(wanted -> ledger.tell(wanted.end()));
    assertThat(ledger.stored).as("seed %d", seed).isEmpty();
    assertThat(ledger.state.granted() + ledger.state.waiting()).isZero();
  }

  private static void repeat(Ledger ledger, Admission known) {
    AdmissionCommand again =
        new AdmissionCommand.Request(
            known.id(), known.orderId(), known.tenant(), known.agentId(), known.executor());
    assertThat(AdmissionDecider.decide(ledger.state, again)).isEqualTo(AdmissionDecision.NOTHING);
  }

  /** Compared with an oracle that looks at all that wait, from the first to the last. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void whoeverCameFirstOfThoseThatFitBeginsFirst(long seed) {
    Random random = new Random(seed);
    Ledger ledger = new Ledger(randomLimits(random));
    List<Wanted> all = new ArrayList<>();
    for (int turn = 0; turn < 200; turn++) {
      if (all.isEmpty() || random.nextInt(5) < 3) {
        Wanted wanted = Wanted.random(random, turn, 1);
        all.add(wanted);
        ledger.tell(wanted.request());
      } else {
        Wanted some = all.remove(random.nextInt(all.size()));
        List<Admission> waiting = ledger.waiting();
        List<AttemptId> granted = ledger.tell(some.end()).stream().map(Admission::id).toList();

        assertThat(granted)
            .as("seed %d, turn %d", seed, turn)
            .isEqualTo(expected(ledger, waiting, some.id(), granted));
      }
    }
  }

  private static List<AttemptId> expected(
      Ledger after, List<Admission> waiting, AttemptId ended, List<AttemptId> granted) {
    // Back to the moment before anybody began.
    granted.forEach(id -> after.stored.computeIfPresent(id, (_, it) -> withGranted(it, false)));
    List<AttemptId> expected = new ArrayList<>();
    for (Admission next : waiting) {
      if (!next.id().equals(ended) && after.fits(next)) {
        expected.add(next.id());
        after.stored.put(next.id(), withGranted(next, true));
      }
    }
    return expected;
  }

  private static Admission withGranted(Admission it, boolean granted) {
    return new Admission(
        it.id(), it.orderId(), it.tenant(), it.agentId(), it.executor(), it.arrival(), granted);
  }

  @Test
  void tenantsTakeTurnsAtAnAgent() {
    AdmissionLimits limits =
        new AdmissionLimits(
            Permits.each(10), Permits.each(1), Permits.each(10), name -> "provider");
    AdmissionState state = new AdmissionState(limits);
    List<Wanted> wanted = new ArrayList<>();
    IntStream.range(0, 7).forEach(i -> wanted.add(new Wanted(i, "many", "agent", "llm/a")));
    IntStream.range(7, 9).forEach(i -> wanted.add(new Wanted(i, "few", "agent", "llm/b")));
    wanted.add(new Wanted(9, "one", "agent", "llm/c"));
    wanted.forEach(it -> AdmissionDecider.decide(state, it.request()));

    List<String> tenants = new ArrayList<>();
    Wanted running = wanted.getFirst();
    while (running != null) {
      List<Admission> grants = AdmissionDecider.decide(state, running.end()).grants();
      AttemptId next = grants.isEmpty() ? null : grants.getFirst().id();
      running = wanted.stream().filter(it -> it.id().equals(next)).findFirst().orElse(null);
      if (running != null) {
        tenants.add(running.tenant());
      }
    }

    assertThat(tenants)
        .containsExactly("many", "few", "one", "many", "few", "many", "many", "many", "many");
  }

  @Test
  void aSaturatedAgentBlocksNobodyElse() {
    AdmissionLimits limits =
        new AdmissionLimits(Permits.each(3), Permits.each(1), Permits.each(9), name -> name);
    AdmissionState state = new AdmissionState(limits);
    for (int i = 0; i < 50; i++) {
      AdmissionDecider.decide(state, new Wanted(i, "tenant", "busy", "llm/a").request());
    }

    AdmissionDecision other =
        AdmissionDecider.decide(state, new Wanted(50, "tenant", "idle", "llm/a").request());

    assertThat(other.grants()).hasSize(1);
    assertThat(state.waiting()).isEqualTo(49);
  }

  @Test
  void largerLimitsCountFromTheNextStart() {
    List<Admission> stored = new ArrayList<>();
    AdmissionState small = new AdmissionState(limits(1));
    for (int i = 0; i < 9; i++) {
      AdmissionCommand request = new Wanted(i, "tenant-" + i % 2, "agent", "llm/a").request();
      stored.addAll(AdmissionDecider.decide(small, request).kept());
    }

    AdmissionState large = AdmissionState.restored(limits(4), stored);
    AdmissionDecision resumed = AdmissionDecider.resume(large);

    assertThat(resumed.grants()).extracting(Admission::arrival).containsExactly(1L, 2L, 3L);
    assertThat(large.granted()).isEqualTo(4);
    assertThat(large.waiting()).isEqualTo(5);
  }

  private static AdmissionLimits limits(int permits) {
    return new AdmissionLimits(
        Permits.each(permits), Permits.each(permits), Permits.each(permits), name -> name);
  }

  /** Says how much one decider can take; the number is printed, not a condition. */
  @Test
  void tenThousandWaitingAttemptsAreNoBurden() {
    int waiting = 10_000;
    int rounds = 20_000;
    AdmissionLimits limits =
        new AdmissionLimits(Permits.each(100), Permits.each(20), Permits.each(200), name -> name);
    AdmissionState state = new AdmissionState(limits);
    Random random = new Random(7);
    Map<AttemptId, Wanted> all = new LinkedHashMap<>();
    List<AttemptId> running = new ArrayList<>();
    for (int i = 0; i < waiting + 600; i++) {
      request(state, all, running, wanted(random, i));
    }
    assertThat(state.waiting()).isGreaterThanOrEqualTo(waiting);

    ThreadMXBean cpu = ManagementFactory.getThreadMXBean();
    long startNs = cpu.getCurrentThreadCpuTime();
    for (int i = 0; i < rounds; i++) {
      AttemptId done = running.remove(running.size() - 1 - random.nextInt(20));
      Wanted ended = Objects.requireNonNull(all.remove(done));
      AdmissionDecider.decide(state, ended.end()).grants().forEach(it -> running.add(it.id()));
      request(state, all, running, wanted(random, waiting + 600 + i));
    }
    double seconds = (cpu.getCurrentThreadCpuTime() - startNs) / 1e9;

    assertThat(state.waiting()).isGreaterThan(waiting - 600);
    System.out.printf(
        "admission: %d waiting, %,.0f attempts per CPU second (a request and an end each)%n",
        state.waiting(), rounds / seconds);
  }

  private static Wanted wanted(Random random, int number) {
    int agent = random.nextInt(200);
    return new Wanted(number, "tenant-" + random.nextInt(50), "agent-" + agent, "llm/" + agent % 3);
  }

  private static void request(
      AdmissionState state, Map<AttemptId, Wanted> all, List<AttemptId> running, Wanted wanted) {
    all.put(wanted.id(), wanted);
    AdmissionDecider.decide(state, wanted.request()).grants().forEach(it -> running.add(it.id()));
  }
}

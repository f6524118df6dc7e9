package dev.quittance.platform.chain.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.platform.chain.ChainReceipt;
import dev.quittance.platform.chain.SignedTransaction;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random schedules of crashes, reorgs, lost and too cheap transactions on a chain in memory. */
class OutboxLawsTest {
  private static final int JOBS = 12;
  private static final int MAX_ROUNDS = 5000;
  private static final Outbox<Long> OUTBOX =
      new Outbox<>(Address.ZERO, OutboxTest.limits(4, 2), OutboxTest::sign);

  static LongStream seeds() {
    return LongStream.range(0, 150);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void eachJobIsEffectiveOnceUnderAnySchedule(long seed) {
    Schedule schedule = new Schedule(new Random(seed), true);
    schedule.run();
    schedule.check(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void withoutIntrudersEachJobTakesOneTransaction(long seed) {
    Schedule schedule = new Schedule(new Random(seed), false);
    schedule.run();
    schedule.check(seed);
    assertThat(schedule.chain.transactions(schedule.chain.latest()))
        .as("seed %d", seed)
        .hasSize(JOBS);
  }

  /** One schedule: the chain and the journal outlive crashes, the state does not. */
  private static final class Schedule {
    private final Random random;
    private final boolean intruders;
    private final FakeChain chain;
    private final List<Change<Long>> journal = new ArrayList<>();
    private final Set<Bytes32> committed = new HashSet<>();
    private OutboxState<Long> state = OutboxState.empty();

    Schedule(Random random, boolean intruders) {
      this.random = random;
      this.intruders = intruders;
      this.chain = new FakeChain(random);
      restart();
    }

    void run() {
      for (int round = 0; round < MAX_ROUNDS && !state.isIdle(); round++) {
        // Trouble ends at some time, or nothing ever would.
        boolean calm = round > 300;
        switch (random.nextInt(calm ? 6 : 10)) {
          case 0, 1, 2 -> step(calm);
          case 3, 4, 5 -> chain.mine();
          case 6 -> chain.reorg();
          case 7 -> restart();
          case 8 -> {
            if (intruders && random.nextInt(2) == 0) {
              chain.intrude();
            }
          }
          default -> {}
        }
      }
    }

    /** One round of the loop, which may end by a crash at any point. */
    private void step(boolean calm) {
      Decision<Long> decision = OUTBOX.decide(state, observe());
      if (isCrash(calm)) {
        return;
      }
      commit(decision.changes());
      state = state.after(decision.changes());
      for (SignedTransaction transaction : decision.broadcasts()) {
        if (isCrash(calm)) {
          return;
        }
        assertThat(OutboxTest.isFiller(transaction) || committed.contains(transaction.hash()))
            .as("%s is committed to", transaction)
            .isTrue();
        chain.send(transaction);
        state = state.broadcast(transaction, chain.latest());
      }
    }

    private boolean isCrash(boolean calm) {
      boolean crash = !calm && random.nextInt(12) == 0;
      if (crash) {
        restart();
      }
      return crash;
    }

    private void commit(List<Change<Long>> changes) {
      for (Change<Long> change : changes) {
        journal.add(change);
        if (change instanceof Change.Submitted<Long>(Long _, SignedTransaction transaction)) {
          committed.add(transaction.hash());
        }
      }
    }

    private void restart() {
      Map<Long, JobState> states = new HashMap<>();
      for (Change<Long> change : journal) {
        states.merge(
            change.id(), new JobState.Ready().after(change), (before, _) -> before.after(change));
      }
      state =
          OutboxState.<Long>empty()
              .with(
                  LongStream.range(0, JOBS)
                      .mapToObj(id ->
                          Entry.of(
                              OutboxTest.job(id), states.getOrDefault(id, new JobState.Ready())))
                      .toList());
    }

    private Observation<Long> observe() {
      long finalized = chain.finalized();
      Map<Bytes32, ChainReceipt> receipts = new HashMap<>();
      Map<Long, Outcome> outcomes = new HashMap<>();
      committed.forEach(hash -> chain.receipt(hash).ifPresent(r -> receipts.put(hash, r)));
      for (Entry<Long> entry : state.entries()) {
        if (entry.state() instanceof JobState.Mined mined && receipts.containsKey(mined.txHash())) {
          boolean succeeded = chain.effects(finalized).succeeded().contains(mined.txHash());
          outcomes.put(
              entry.job().id(),
              succeeded ? new Outcome.Settled() : new Outcome.Retry("out of turn"));
        }
      }
      Map<Long, Preflight> preflights = new HashMap<>();
      state.ready().forEach(job -> preflights.put(job.id(), new Preflight.Go()));
      return new Observation<>(
          finalized,
          chain.nonce(finalized),
          chain.latest(),
          chain.nonce(chain.latest()),
          chain.fees(),
          receipts,
          outcomes,
          preflights);
    }

    void check(long seed) {
      assertThat(state.isIdle()).as("seed %d: all final, is %s", seed, state).isTrue();
      FakeChain.Effects effects = chain.effects(chain.latest());
      assertThat(effects.done()).as("seed %d: all done", seed).isEqualTo(JOBS);
      assertThat(effects.repeats()).as("seed %d: none twice", seed).isZero();
      List<SignedTransaction> mined = chain.transactions(chain.latest());
      assertThat(mined.stream().map(SignedTransaction::nonce))
          .as("seed %d: no gap in the nonces", seed)
          .containsExactlyElementsOf(LongStream.range(0, mined.size()).boxed().toList());
    }
  }
}

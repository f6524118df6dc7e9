package dev.quittance.market.agentl2.follow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.domain.EventKind;
import dev.quittance.receipts.crypto.Bytes32;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A follower over random chains with reorgs, nodes that fail, refuse and lag, and a process that
 * dies at any commit: each live order is handed in once, and nothing is passed by.
 */
final class FollowingLawsTest {
  private static final int ROUNDS = 120;

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /** The process dies; what was committed stays. */
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A journal in memory whose commits may kill, before or after they count. */
  private static final class World implements FollowJournal<Bytes32>, OrderDesk<Bytes32> {
    final Random random;
    final RandomChain chain;
    final int confirmations;
    final Map<Bytes32, Integer> handedIn = new HashMap<>();
    final Map<Bytes32, Notice.Kind> presence = new HashMap<>();
    final List<Notice> notices = new ArrayList<>();

    /** Whose results are not delivered, by what was said of them. */
    final Set<Bytes32> stopped = new HashSet<>();

    Position stored = Position.before(0);
    int deaths;

    World(long seed) {
      this.random = new Random(seed);
      this.chain = new RandomChain(random);
      this.confirmations = random.nextInt(7);
    }

    FollowerRounds<Bytes32> start() {
      return new FollowerRounds<>(
          new FollowerRounds.Rules(Set.of(RandomChain.OURS), 0, confirmations, 4, 8, 3, 5_000),
          stored,
          chain,
          this,
          this,
          () -> Instant.ofEpochMilli(chain.timeMs()));
    }

    @Override
    public void readOn() {
      dieNowAndThen();
    }

    @Override
    public void commit(Position before, Step step, List<Bytes32> handed) {
      assertThat(before).isEqualTo(stored);
      dieNowAndThen();
      for (Bytes32 id : handed) {
        assertThat(stored.order(id).orElseThrow().phase())
            .as("inputs are closed before an order is handed in")
            .isIn(Tracked.Phase.CLOSED, Tracked.Phase.HELD);
        handedIn.merge(id, 1, Integer::sum);
      }
      assertThat(said(step, Notice.Kind.REAPPEARED)).containsAll(foundAgain(step.position()));
      stored = step.position();
      step.notices().forEach(this::note);
      dieNowAndThen();
    }

    /** What the line has, and was not sure to be on the chain. */
    private List<Bytes32> foundAgain(Position after) {
      return after.in(Tracked.Phase.HANDED_IN).stream()
          .filter(order -> !order.doubtful())
          .map(Tracked::orderId)
          .filter(id -> stored.order(id).filter(World::isUnsure).isPresent())
          .toList();
    }

    private static boolean isUnsure(Tracked order) {
      return order.phase() == Tracked.Phase.GONE || order.doubtful();
    }

    private static List<Bytes32> said(Step step, Notice.Kind kind) {
      return step.notices().stream()
          .filter(notice -> notice.kind() == kind)
          .map(Notice::orderId)
          .toList();
    }

    private void note(Notice notice) {
      notices.add(notice);
      switch (notice.kind()) {
        case SEEN, WITHDRAWN, VANISHED, REAPPEARED -> presence.put(notice.orderId(), notice.kind());
        case CANCELLED, DISPUTED, RESOLVED, COMPLETED, REFUNDED, EXPIRED -> {}
      }
      switch (EventKind.valueOf(notice.kind().name()).effect()) {
        case STOPS -> stopped.add(notice.orderId());
        case RESUMES -> stopped.remove(notice.orderId());
        case RELEASES, NOTHING -> {}
      }
    }

    private void dieNowAndThen() {
      if (deaths > 0 && random.nextInt(6) == 0) {
        deaths--;
        throw new Death();
      }
    }

    @Override
    public boolean isDue(Tracked order, long nowMs) {
      return nowMs >= order.since() + 20_000;
    }

    @Override
    public Map<Bytes32, Bytes32> compose(List<MarketOrder> orders) throws IOException {
      if (random.nextInt(100) < chain.failures) {
        throw new IOException("no input");
      }
      return orders.stream()
          .peek(order ->
              assertThat(order.isExpired(chain.timeMs()))
                  .as("an expired order is never begun")
                  .isFalse())
          .map(MarketOrder::orderId)
          .filter(_ -> random.nextInt(100) >= chain.failures)
          .collect(Collectors.toMap(id -> id, id -> id));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachLiveOrderIsHandedInOnceAndNothingIsPassedBy(long seed) {
    World world = new World(seed);
    world.chain.failures = world.random.nextInt(25);
    world.chain.maxLogs = 1 + world.random.nextInt(10);
    world.deaths = world.random.nextInt(20);
    FollowerRounds<Bytes32> follower = world.start();
    for (int round = 0; round < ROUNDS; round++) {
      if (world.random.nextInt(6) == 0) {
        world.chain.reorganise(1 + world.random.nextInt(RandomChain.FINAL_DEPTH - 2));
      } else {
        world.chain.grow();
      }
      follower = run(world, follower);
      assertNothingIsPassedBy(world, seed);
    }
    world.chain.failures = 0;
    world.deaths = 0;
    for (int quiet = 0; quiet < 4 * RandomChain.FINAL_DEPTH; quiet++) {
      world.chain.growEmpty();
      follower = run(world, follower);
    }
    assertEnd(world, seed);
    assertThat(follower.lagBlocks())
        .as("seed %d: all are handled that have their confirmations", seed)
        .isEqualTo(world.confirmations);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nodesThatLagLoseNoOrder(long seed) {
    World world = new World(seed);
    world.chain.lag = 3;
    world.chain.lagging = 10 + world.random.nextInt(50);
    FollowerRounds<Bytes32> follower = world.start();
    for (int round = 0; round < ROUNDS; round++) {
      if (world.random.nextInt(12) == 0) {
        world.chain.reorganise(1);
      } else {
        world.chain.grow();
      }
      for (int asked = world.random.nextInt(4); asked > 0; asked--) {
        follower = run(world, follower);
        assertNothingIsPassedBy(world, seed);
      }
    }
    world.chain.lagging = 0;
    for (int quiet = 0; quiet < 4 * RandomChain.FINAL_DEPTH; quiet++) {
      world.chain.growEmpty();
      follower = run(world, follower);
    }
    assertEnd(world, seed);
  }

  private static FollowerRounds<Bytes32> run(World world, FollowerRounds<Bytes32> follower) {
    try {
      follower.run();
      return follower;
    } catch (IOException e) {
      return follower;
    } catch (Death e) {
      return world.start();
    }
  }

  /** All of ours in handled blocks that are still the chain's are known. */
  private static void assertNothingIsPassedBy(World world, long seed) {
    assertThat(world.stored.next())
        .as("seed %d: it keeps behind the confirmations", seed)
        .isLessThanOrEqualTo(Math.max(0, world.chain.newest() - world.confirmations + 1));
  }

  private static void assertEnd(World world, long seed) {
    Map<Bytes32, MarketOrder> states = world.chain.states(world.chain.newest());
    assertThat(world.handedIn.values())
        .as("seed %d: none is handed in twice", seed)
        .allMatch(times -> times == 1);
    world
        .chain
        .ours()
        .forEach((id, block) -> {
          var state = Objects.requireNonNull(states.get(id));
          boolean live =
              state.status() == MarketOrder.Status.PENDING
                  && !state.isExpired(world.chain.timeMs());
          if (live) {
            assertThat(world.handedIn)
                .as("seed %d: order %s of block %d", seed, id, block)
                .containsKey(id);
            assertThat(world.stopped)
                .as("seed %d: nothing stops the delivery of a live order", seed)
                .doesNotContain(id);
          }
          assertThat(world.presence.get(id))
              .as("seed %d: the chain has %s", seed, id)
              .isIn(Notice.Kind.SEEN, Notice.Kind.REAPPEARED);
        });
    world.presence.forEach((id, kind) -> {
      if (!world.chain.ours().containsKey(id)) {
        assertThat(kind)
            .as("seed %d: the chain does not have %s", seed, id)
            .isEqualTo(
                world.handedIn.containsKey(id) ? Notice.Kind.VANISHED : Notice.Kind.WITHDRAWN);
      }
    });
    assertThat(world.stored.in(Tracked.Phase.HANDED_IN))
        .as("seed %d: what is final is forgotten", seed)
        .isEmpty();
  }
}

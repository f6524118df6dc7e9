package dev.quittance.market.agentrunner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Hash32;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Keccak256;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Over random receipts: memory has its bound, and what a day's root is made of is all of it. */
final class ArrivalsLawsTest {
  private static final long DAY_MS = 86_400_000;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static ArrivedReceipt receipt(Random random, int number, long atMs) {
    Bytes32 leaf = Keccak256.hash(("receipt " + number).getBytes(UTF_8));
    return new ArrivedReceipt(
        number,
        atMs,
        leaf,
        Hash32.of(leaf.toByteArray()),
        leaf,
        leaf,
        "a".repeat(random.nextInt(5_000)),
        "task-" + random.nextInt(40),
        atMs / 1000,
        BigDecimal.ONE,
        OptionalLong.empty(),
        true);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theNewestAreHeldWithinTheBound(long seed) {
    Random random = new Random(seed);
    long bound = 20_000 + random.nextInt(200_000);
    Arrivals arrivals = new Arrivals(bound);
    List<ArrivedReceipt> all = new ArrayList<>();
    long atMs = 1_760_000_000_000L;
    for (int i = 0; i < 300; i++) {
      atMs += random.nextLong(DAY_MS / 20);
      all.add(receipt(random, i, atMs));
      arrivals.add(all.getLast());
      if (random.nextInt(4) == 0) {
        arrivals.add(all.getLast());
      }

      List<ArrivedReceipt> held = arrivals.where(_ -> true);
      assertThat(held)
          .as("seed %d: the newest", seed)
          .isEqualTo(all.subList(all.size() - held.size(), all.size()));
      assertThat(held.stream().mapToLong(ArrivedReceipt::memoryBytes).sum())
          .as("seed %d: within the bound", seed)
          .isLessThanOrEqualTo(Math.max(bound, held.getLast().memoryBytes()));
      assertThat(arrivals.size()).isEqualTo(held.size());
      assertThat(arrivals.isComplete()).isEqualTo(held.size() == all.size());
    }
    assertIndexes(seed, arrivals, all);
  }

  private static void assertIndexes(long seed, Arrivals arrivals, List<ArrivedReceipt> all) {
    Set<ArrivedReceipt> held = new HashSet<>(arrivals.where(_ -> true));
    for (ArrivedReceipt receipt : all) {
      assertThat(arrivals.byLeaf(receipt.leaf()).isPresent())
          .as("seed %d", seed)
          .isEqualTo(held.contains(receipt));
      arrivals
          .byTask(receipt.taskId())
          .ifPresent(latest -> assertThat(held).as("seed %d", seed).contains(latest));
      LocalDate day = receipt.day();
      boolean isAllThere =
          all.stream().filter(other -> other.day().equals(day)).allMatch(held::contains);
      assertThat(arrivals.isWhole(day)).as("seed %d: %s", seed, day).isEqualTo(isAllThere);
    }
  }
}

package dev.quittance.receipts.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.receipts.crypto.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Law 4: the same anchor bytes whatever the schedule. */
class ScheduleLawsTest {

  private static final int PARTITIONS = 3;

  static LongStream seeds() {
    return LongStream.rangeClosed(101, 106);
  }

  private static RandomLog log(long seed) {
    return new RandomLog(seed, PARTITIONS, 4);
  }

  /** The anchors when the partitions come one after the other. */
  private static List<Bytes> inOrder(RandomLog log) {
    LogReplay replay = new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.nothing());
    List<Bytes> anchors = new ArrayList<>();
    for (int p = 0; p < PARTITIONS; p++) {
      for (RandomLog.Written written : log.partition(p)) {
        replay.feed(p, written.record()).completed().forEach(c -> anchors.add(bytes(c)));
      }
    }
    assertThat(anchors).hasSize(log.periods());
    return anchors;
  }

  private static Bytes bytes(ReplayedPeriod period) {
    return period.assembled().record().encode();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("4: any interleaving of the partitions")
  void anyInterleaving(long seed) {
    RandomLog log = log(seed);
    List<Bytes> expected = inOrder(log);
    Random random = new Random(seed);
    for (int run = 0; run < 5; run++) {
      LogReplay replay = new LogReplay(log.identity(), RandomLog.SIGNATURES, Retention.nothing());
      List<Bytes> anchors = new ArrayList<>();
      int[] next = new int[PARTITIONS];
      int remaining = IntStream.range(0, PARTITIONS).map(p -> log.partition(p).size()).sum();
      while (remaining > 0) {
        int p = random.nextInt(PARTITIONS);
        if (next[p] < log.partition(p).size()) {
          LogRecord record = log.partition(p).get(next[p]++).record();
          replay.feed(p, record).completed().forEach(c -> anchors.add(bytes(c)));
          remaining--;
        }
      }
      assertThat(anchors).as("seed %d, run %d", seed, run).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("4: any crashes before and after commits, all state through bytes")
  void anyCrashes(long seed) {
    RandomLog log = log(seed);
    Random random = new Random(seed);
    List<List<ClosedPeriod>> closed =
        IntStream.range(0, PARTITIONS).mapToObj(p -> crashing(log, p, random)).toList();
    assertThat(assemble(log, closed)).as("seed %d", seed).isEqualTo(inOrder(log));
  }

  /** A new processor for every record, some of which is done twice because a commit was lost. */
  private static List<ClosedPeriod> crashing(RandomLog log, int partition, Random random) {
    CodecPartitionStore store = new CodecPartitionStore();
    List<ClosedPeriod> closed = new ArrayList<>();
    for (RandomLog.Written written : log.partition(partition)) {
      while (random.nextInt(3) == 0) {
        append(log, partition, store.copy(), written);
      }
      append(log, partition, store, written).ifPresent(closed::add);
    }
    return closed;
  }

  private static Optional<ClosedPeriod> append(
      RandomLog log, int partition, PartitionStore store, RandomLog.Written written) {
    return new PartitionLog(log.identity(), partition, store, RandomLog.SIGNATURES)
        .append(written.record())
        .closed();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  @DisplayName("4: a thread per partition")
  void anyThreads(long seed) throws Exception {
    RandomLog log = log(seed);
    List<List<ClosedPeriod>> closed = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<ClosedPeriod>>> running =
          IntStream.range(0, PARTITIONS)
              .mapToObj(p -> executor.submit(() -> crashing(log, p, new Random(seed + p))))
              .toList();
      for (Future<List<ClosedPeriod>> partition : running) {
        closed.add(partition.get());
      }
    }
    assertThat(assemble(log, closed)).as("seed %d", seed).isEqualTo(inOrder(log));
  }

  /** Assembles with two books that share the accounts, and all state through bytes. */
  private static List<Bytes> assemble(RandomLog log, List<List<ClosedPeriod>> closed) {
    PeriodAssembly assembly = new PeriodAssembly(log.identity());
    List<SettlementBook> books =
        List.of(
            new SettlementBook(new InMemoryBalanceStore()),
            new SettlementBook(new InMemoryBalanceStore()));
    List<Bytes> anchors = new ArrayList<>();
    Bytes state = AssemblyState.INITIAL.encode();
    for (int seq = 0; seq < log.periods(); seq++) {
      List<SettlementRow> rows = new ArrayList<>();
      List<PeriodPart> parts = new ArrayList<>();
      for (int book = 0; book < books.size(); book++) {
        List<Posting> postings = new ArrayList<>();
        for (List<ClosedPeriod> partition : closed.reversed()) {
          int part = book;
          partition.get(seq).postings().stream()
              .filter(p -> Math.floorMod(p.key().account().hashCode(), 2) == part)
              .forEach(postings::add);
        }
        rows.addAll(books.get(book).post(seq, postings));
      }
      for (List<ClosedPeriod> partition : closed.reversed()) {
        parts.add(partition.get(seq).part());
      }
      switch (assembly.assemble(AssemblyState.decode(state), parts, rows)) {
        case Assembly.Assembled(AssembledPeriod period, AssemblyState next) -> {
          anchors.add(period.record().encode());
          state = next.encode();
        }
        case Assembly.Disagreement(String reason) -> throw new AssertionError(reason);
      }
    }
    return anchors;
  }
}

package dev.quittance.anchorer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.quittance.platform.chain.AnchorView;
import dev.quittance.platform.chain.ChainRpc;
import dev.quittance.receipts.log.AssembledPeriod;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.AnchorStatusRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Law 15: whenever the anchor client is killed, and whatever the chain does below finality, each
 * period is anchored once, with unchanged bytes, and is final in the end.
 *
 * <p>Each schedule anchors three more periods on one line. Its clients die at random steps; the
 * chain drops blocks and pooled transactions meanwhile. Five schedules; fifty with {@code -Pfull}.
 */
class AnchorSchedulesIT {
  private static final int SCHEDULES = Boolean.getBoolean("quittance.full") ? 50 : 5;
  private static final int PERIODS = 3;
  private static final int DEATHS = 4;
  private static final long SEED = Long.getLong("quittance.seed", 15);
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final Duration LOOK = Duration.ofMillis(300);

  @TempDir static Path directory;
  private static AnchoredLine line;
  private static ChainRpc rpc;
  private static List<AssembledPeriod> periods;

  static IntStream schedules() {
    return IntStream.range(0, SCHEDULES);
  }

  @BeforeAll
  static void setUp() throws Exception {
    line = new AnchoredLine(directory);
    rpc = ChainRpc.at(line.rpcUrl());
    line.sendPeriods(SCHEDULES * PERIODS);
    periods = line.replay();
    assertThat(periods).hasSize(SCHEDULES * PERIODS);
  }

  @AfterAll
  static void tearDown() {
    rpc.close();
    line.close();
  }

  @ParameterizedTest(name = "schedule {0}")
  @MethodSource("schedules")
  void eachPeriodIsAnchoredOnceAndFinalInTheEnd(int schedule) throws IOException {
    Random random = new Random(SEED + schedule);
    int first = schedule * PERIODS;
    periods.subList(first, first + PERIODS).forEach(line::sendAnchor);

    int deaths = 0;
    while (deaths < DEATHS && isKilled(random, first + PERIODS - 1)) {
      deaths++;
    }
    try (AnchorClient last = AnchorClient.start(line.context())) {
      await().atMost(PATIENCE).until(() -> isFinal(last, first + PERIODS - 1));
      assertThat(last.halted()).isEmpty();
    }

    String seed = "seed %d".formatted(SEED + schedule);
    assertThat(line.failures).as(seed).isEmpty();
    assertAnchoredOnce(seed, first + PERIODS);
  }

  /** One client, until it dies or has nothing left to do, on a disturbed chain; whether it died. */
  private static boolean isKilled(Random random, long lastSeq) {
    MortalWork.Step[] steps = MortalWork.Step.values();
    MortalWork.Step step = steps[random.nextInt(steps.length)];
    int commits = 1 + random.nextInt(3);
    line.failures.clear();
    try (AnchorClient client =
        AnchorClient.start(line.context(), work -> new MortalWork(work, step, commits))) {
      await()
          .pollInterval(LOOK)
          .atMost(PATIENCE)
          .until(() -> {
            disturb(random);
            return !line.failures.isEmpty() || isFinal(client, lastSeq);
          });
    }
    assertThat(line.failures).allMatch(MortalWork.Killed.class::isInstance);
    boolean isKilled = !line.failures.isEmpty();
    line.failures.clear();
    return isKilled;
  }

  private static void disturb(Random random) throws IOException {
    switch (random.nextInt(10)) {
      case 0 -> line.reorg(1 + random.nextInt(AnchoredLine.DEEPEST_REORG));
      case 1 -> line.dropPooledTransactions();
      default -> {}
    }
  }

  private static boolean isFinal(AnchorClient client, long seq) {
    return client.finalSeq().orElse(-1) == seq;
  }

  private static void assertAnchoredOnce(String seed, int count) throws IOException {
    AnchorView contract = new AnchorView(rpc, line.anchorAddress());
    assertThat(contract.next()).as(seed).isEqualTo(count);
    List<AnchorStatusRecord> statuses = line.statuses();
    for (AssembledPeriod period : periods.subList(0, count)) {
      long seq = period.record().seq();
      assertThat(contract.period(seq).orElseThrow().anchorHash())
          .as("%s, period %d", seed, seq)
          .isEqualTo(period.anchorHash());
      assertThat(line.anchoredRecords(seq))
          .as("%s, what stands on the chain of period %d", seed, seq)
          .containsExactly(period.record().encode());
      assertThat(statuses.stream().filter(status -> isFinal(status, seq)).count())
          .as("%s, how often period %d became final", seed, seq)
          .isEqualTo(1);
    }
  }

  private static boolean isFinal(AnchorStatusRecord status, long seq) {
    return status.getBody() instanceof AnchorFinal settled && settled.getSeq() == seq;
  }
}

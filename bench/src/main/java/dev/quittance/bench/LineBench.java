package dev.quittance.bench;

import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.kafka.KafkaAccess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Measures the line beside a bare chain of topologies: the same broker, machine, process and
 * settings, in turns.
 *
 * <p>Everything is in this process but registry and devnet: broker, stages or chain, and the load
 * with the consumer that watches it. All of them count in processor time and memory. Not
 * thread-safe.
 */
public final class LineBench {
  private static final Duration SETTLE = Duration.ofSeconds(3);
  private static final int LATENCY_WARM_UP_S = 2;

  private final LineBenchOptions options;
  private final Consumer<String> progress;
  private final BenchCluster cluster;
  private final KafkaAccess kafka;
  private final BenchOrders orders;
  private final Optional<Profiler> profiler;
  private final List<Throughput> chainRounds = new ArrayList<>();
  private final List<Throughput> lineRounds = new ArrayList<>();
  private final List<Latency> latencies = new ArrayList<>();
  private final List<Profile> profiles = new ArrayList<>();
  private Memory idle = new Memory(0, 0);
  private double idleCpuMsPerSecond;
  private Memory peak = new Memory(0, 0);

  private LineBench(LineBenchOptions options, Consumer<String> progress, BenchCluster cluster)
      throws IOException {
    this.options = options;
    this.progress = progress;
    this.cluster = cluster;
    this.kafka = SettingsWiring.kafkaAccess(cluster.settings());
    this.orders =
        new BenchOrders(
            SettingsWiring.recordSerdes(cluster.settings()), System.currentTimeMillis());
    this.profiler =
        options.profiles().isPresent()
            ? Optional.of(Profiler.into(options.profiles().get()))
            : Optional.empty();
  }

  /**
   * Measures; takes minutes. Its data is removed again.
   *
   * @param progress told what goes on, a line each time
   * @throws dev.quittance.line.LineProblem when the line stops or stalls
   */
  public static LineBenchResult run(LineBenchOptions options, Consumer<String> progress)
      throws IOException {
    Path folder = Files.createTempDirectory("quittance-bench-");
    try (BenchCluster cluster = BenchCluster.start(folder, options.lanes(), progress)) {
      return new LineBench(options, progress, cluster).measure();
    } finally {
      BenchFolder.remove(folder);
    }
  }

  private LineBenchResult measure() throws IOException {
    for (int round = 1; round <= options.rounds(); round++) {
      try (UnderTest chain = UnderTest.chain(cluster.settings())) {
        int count = options.orders() * LineBenchOptions.CHAIN_FACTOR;
        backlog(chain, orders.chainRecords("chain-warm-" + round, options.warmUp()));
        chainRounds.add(
            measured(chain, "chain-" + round, orders.chainRecords("chain-" + round, count)));
      }
      try (UnderTest line = UnderTest.line(cluster.settings())) {
        rest(round);
        backlog(line, orders.requests("line-warm-" + round, options.warmUp()));
        lineRounds.add(
            measured(line, "line-" + round, orders.requests("line-" + round, options.orders())));
        if (round == options.rounds()) {
          steadily(line, options.rate());
          steadily(line, Math.max(1, LineBenchResult.median(lineRounds).perSecond() / 2));
        }
        peak = larger(peak, ProcessUsage.peak());
      }
    }
    return new LineBenchResult(
        Machine.here(),
        options,
        chainRounds,
        lineRounds,
        latencies,
        idleCpuMsPerSecond,
        idle,
        peak,
        profiles);
  }

  /** Lets the line idle for a moment, and notes what it takes before any load. */
  private void rest(int round) {
    System.gc(); // what the chain left is not the line's
    ProcessUsage.forgetPeak();
    Duration cpuBefore = ProcessUsage.cpu();
    try {
      Thread.sleep(SETTLE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the line rested", e);
    }
    if (round == 1) {
      idle = ProcessUsage.resident();
      idleCpuMsPerSecond =
          1000.0 * ProcessUsage.cpu().minus(cpuBefore).toNanos() / SETTLE.toNanos();
    }
  }

  private Throughput measured(UnderTest subject, String phase, List<PreparedRecord> records)
      throws IOException {
    startProfile();
    Throughput measured = backlog(subject, records);
    stopProfile(phase);
    progress.accept(
        String.format(
            Locale.ROOT,
            "%-10s  %,d records: %,.0f a second, %.3f CPU-ms each",
            subject.name(),
            measured.records(),
            measured.perSecond(),
            measured.cpuMsPerRecord()));
    return measured;
  }

  private Throughput backlog(UnderTest subject, List<PreparedRecord> records) {
    Journeys journeys = new Journeys(records, subject.middle(), subject.end());
    try (TopicTail _ = tail(subject, journeys);
        Load load = new Load(kafka, subject.entry())) {
      Duration cpuBefore = ProcessUsage.cpu();
      load.backlog(records, journeys);
      subject.await(journeys);
      double cpuMs = ProcessUsage.cpu().minus(cpuBefore).toNanos() / 1e6;
      return new Throughput(records.size(), journeys.perSecond(), cpuMs / records.size());
    }
  }

  private void steadily(UnderTest line, double perSecond) throws IOException {
    int skipped = (int) Math.ceil(perSecond * LATENCY_WARM_UP_S);
    int count = skipped + (int) Math.ceil(perSecond * options.seconds());
    String phase = String.format(Locale.ROOT, "line-at-%.0f", perSecond);
    List<PreparedRecord> records = orders.requests(phase + "-" + latencies.size(), count);
    Journeys journeys = new Journeys(records, line.middle(), line.end());
    startProfile();
    try (TopicTail _ = tail(line, journeys);
        Load load = new Load(kafka, line.entry())) {
      load.steadily(records, perSecond, journeys);
      line.await(journeys);
    }
    stopProfile(phase);
    Latency latency = journeys.latency(perSecond, skipped);
    latencies.add(latency);
    progress.accept(
        String.format(
            Locale.ROOT,
            "%-10s  at %,.0f a second: p50 %.0f ms, p99 %.0f ms%s",
            line.name(),
            perSecond,
            latency.appended().p50(),
            latency.appended().p99(),
            latency.isSustained() ? "" : " (not kept up with)"));
  }

  private TopicTail tail(UnderTest subject, Journeys journeys) {
    List<String> topics = Stream.of(subject.middle(), subject.end()).distinct().toList();
    return TopicTail.open(kafka, topics, journeys);
  }

  private void startProfile() throws IOException {
    if (profiler.isPresent()) {
      profiler.get().start();
    }
  }

  private void stopProfile(String phase) throws IOException {
    if (profiler.isPresent()) {
      profiles.add(profiler.get().stop(phase));
    }
  }

  private static Memory larger(Memory one, Memory other) {
    return one.total() >= other.total() ? one : other;
  }
}

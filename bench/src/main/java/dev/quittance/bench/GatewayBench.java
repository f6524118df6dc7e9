package dev.quittance.bench;

import dev.quittance.line.LineProblem;
import dev.quittance.platform.catalogue.CataloguePublisher;
import dev.quittance.platform.config.SettingsWiring;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.schemas.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures the gateway in a process of its own, on one processor: orders over HTTP until they are
 * in the topic of order requests. Broker, registry and load share the other processors. Beside it a
 * bare server, which appends the same bodies unread, is measured in turns.
 */
public final class GatewayBench {
  private static final int LANES = 6;

  private static final BenchTenant TENANT = BenchTenant.withoutQuota("load");
  private static final List<BenchTenant> TENANTS =
      List.of(TENANT, NoisyTenant.STEADY, NoisyTenant.NOISY);

  private final GatewayBenchOptions options;
  private final HttpOrders orders = new HttpOrders(System.currentTimeMillis());
  private final List<String> accepted = new ArrayList<>();
  private final Consumer<String> progress;

  private GatewayBench(GatewayBenchOptions options, Consumer<String> progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Measures; takes minutes. Its data is removed again.
   *
   * @param progress told what goes on, a line each time
   */
  public static GatewayBenchResult run(GatewayBenchOptions options, Consumer<String> progress)
      throws IOException {
    Machine machine = Machine.here();
    Pinning pinning = Pinning.here();
    Path folder = Files.createTempDirectory("quittance-bench-");
    try (BenchCluster cluster = BenchCluster.start(folder, LANES, progress)) {
      publishTenants(cluster);
      BenchTopics.create(
          SettingsWiring.kafkaAccess(cluster.settings()), List.of(BareServer.TOPIC), LANES);
      pinning.makeRoom();
      return new GatewayBench(options, progress).measure(cluster, folder, pinning, machine);
    } finally {
      BenchFolder.remove(folder);
    }
  }

  private static void publishTenants(BenchCluster cluster) throws IOException {
    Keyring keys = SettingsWiring.keyring(cluster.settings(), Map.of());
    try (CataloguePublisher publisher =
        new CataloguePublisher(
            SettingsWiring.kafkaAccess(cluster.settings()),
            SettingsWiring.recordSerdes(cluster.settings()))) {
      TENANTS.forEach(tenant -> publisher.publish(tenant.document(keys)));
    }
  }

  private GatewayBenchResult measure(
      BenchCluster cluster, Path folder, Pinning pinning, Machine machine) throws IOException {
    Path settings = folder.resolve("quittance.yaml");
    Path profiles = options.profiles().orElse(folder);
    List<ServerRound> ofGateway = new ArrayList<>();
    List<ServerRound> ofBare = new ArrayList<>();
    try (ServerProcess gateway =
            ServerProcess.start(MeasuredServer.Kind.GATEWAY, settings, folder, profiles, pinning);
        ServerProcess bare =
            ServerProcess.start(MeasuredServer.Kind.BARE, settings, folder, profiles, pinning)) {
      progress.accept(
          pinning.isPinned()
              ? "the servers have processor " + pinning.measured() + ", the rest " + pinning.rest()
              : "nothing is pinned: there is no taskset, or one processor only");
      progress.accept("warming up: " + options.warmUp() + " orders each");
      saturate("gateway", gateway, options.warmUp(), true);
      saturate("bare server", bare, options.warmUp(), false);
      for (int round = 0; round < options.rounds(); round++) {
        ofBare.add(saturate("bare server", bare, options.orders(), false));
        ofGateway.add(saturate("gateway", gateway, options.orders(), true));
      }
      SteadyAnswers steady = steadily(gateway, ofGateway);
      Optional<NoisyTenantResult> noisy = noisy(gateway);
      Optional<Profile> profile = profile(gateway);
      long resident = gateway.residentBytes();
      int written = requireWritten(cluster);
      return new GatewayBenchResult(
          machine,
          options,
          pinning.isPinned(),
          ofGateway,
          ofBare,
          steady,
          noisy,
          resident,
          accepted.size(),
          written,
          profile);
    }
  }

  private ServerRound saturate(String name, ServerProcess server, int count, boolean isGateway) {
    List<HttpOrder> batch = orders.of(TENANT.id(), count);
    try (HttpLoad load = new HttpLoad()) {
      Duration before = server.cpu();
      Answers answers = load.saturate(sender(server), batch);
      double cpuMs = server.cpu().minus(before).toNanos() / 1e6;
      requireAllAccepted(answers);
      if (isGateway) {
        accepted.addAll(answers.acceptedIds());
      }
      ServerRound round = new ServerRound(count, count / answers.seconds(), cpuMs / count);
      progress.accept(
          "%s: %,.0f a second, %.3f CPU-ms each, %.2f processors"
              .formatted(name, round.perSecond(), round.cpuMsPerOrder(), round.cores()));
      return round;
    }
  }

  private SteadyAnswers steadily(ServerProcess gateway, List<ServerRound> rounds) {
    double perSecond = GatewayBenchResult.median(rounds).perSecond() / 2;
    progress.accept("%,.0f orders a second for %d s".formatted(perSecond, options.seconds()));
    List<HttpOrder> batch = orders.of(TENANT.id(), (int) (perSecond * options.seconds()));
    try (HttpLoad load = new HttpLoad()) {
      Answers answers = load.steadily(sender(gateway), batch, perSecond);
      requireAllAccepted(answers);
      accepted.addAll(answers.acceptedIds());
      return SteadyAnswers.of(perSecond, answers);
    }
  }

  private Optional<NoisyTenantResult> noisy(ServerProcess gateway) {
    if (!options.isNoisy()) {
      return Optional.empty();
    }
    progress.accept("a steady tenant, alone and beside a noisy one");
    return Optional.of(
        new NoisyTenant(orders, gateway.port(), options.seconds())
            .measure(answers -> {
              requireRight(answers);
              accepted.addAll(answers.acceptedIds());
            }));
  }

  private Optional<Profile> profile(ServerProcess gateway) throws IOException {
    if (options.profiles().isEmpty()) {
      return Optional.empty();
    }
    gateway.profile();
    saturate("gateway with the profiler", gateway, options.orders(), true);
    return Optional.of(gateway.profiled("gateway"));
  }

  private HttpLoad.Sender sender(ServerProcess server) {
    return new HttpLoad.Sender(server.port(), TENANT, options.connections());
  }

  /** What was answered with 202 is in the topic, and nothing else is. */
  private int requireWritten(BenchCluster cluster) {
    progress.accept("looking for " + accepted.size() + " orders in the topic");
    WrittenKeys written =
        WrittenKeys.of(
            SettingsWiring.kafkaAccess(cluster.settings()), Topics.ORDER_REQUESTS.name());
    int missing = written.missing(accepted);
    if (missing > 0 || written.records() != accepted.size()) {
      throw problem(
          "%d orders were accepted, %d records are in the topic, %d orders are missing there"
              .formatted(accepted.size(), written.records(), missing));
    }
    return written.records();
  }

  private static void requireAllAccepted(Answers answers) {
    requireRight(answers);
    if (answers.acceptedIds().size() != answers.count()) {
      throw problem(
          "%d of %d orders were refused"
              .formatted(answers.count() - answers.acceptedIds().size(), answers.count()));
    }
  }

  private static void requireRight(Answers answers) {
    String wrong = answers.wrong();
    if (wrong != null) {
      throw problem(wrong);
    }
  }

  private static LineProblem problem(String message) {
    return new LineProblem(
        LineProblem.Kind.FAILED,
        message,
        "See that nothing else loads the machine, and what the gateway logged.");
  }
}

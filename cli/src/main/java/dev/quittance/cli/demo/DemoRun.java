package dev.quittance.cli.demo;

import dev.quittance.auditor.Audit;
import dev.quittance.auditor.AuditOptions;
import dev.quittance.auditor.AuditReport;
import dev.quittance.auditor.chain.RpcAnchorChain;
import dev.quittance.auditor.source.KafkaLogSource;
import dev.quittance.auditor.source.LogSource;
import dev.quittance.auditor.source.ReadOnceLog;
import dev.quittance.auditor.verify.TrustFile;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.LineTrust;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.cli.local.Pause;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.keys.Keyring;
import dev.quittance.platform.keys.Signer;
import dev.quittance.receipts.bundle.Trust;
import dev.quittance.schemas.AcceptedSchemas;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One run of the demo on a line that is up: feed, watch, audit, sum up. */
final class DemoRun {
  private static final Duration LEAST_TIMEOUT = Duration.ofMinutes(3);
  private static final int LEAST_PERIODS = 2;
  private static final int HTTP_TIMEOUT_MS = 30_000;
  private static final int REFRESH_MS = 250;

  private final DemoLine line;
  private final LocalFolder folder;
  private final DemoOptions options;
  private final Console console;
  private final Instant started;

  /**
   * @param started when the command began: the result counts from there
   */
  DemoRun(
      DemoLine line, LocalFolder folder, DemoOptions options, Console console, Instant started) {
    this.line = line;
    this.folder = folder;
    this.options = options;
    this.console = console;
    this.started = started;
  }

  /** Runs it and prints the summary; the exit code says whether all of it held. */
  int run() throws IOException {
    Path samples = options.home().resolve("samples");
    SampleOrders sampleOrders = SampleOrders.read(samples.resolve("orders.jsonl"));
    int count = options.orders().orElse(sampleOrders.size());
    Keyring keys = line.line().context().keys();
    try (VaultFunding funding =
            new VaultFunding(
                line.settings().chain().rpc(), line.line().deployment(), keys.deployer());
        RunTracker tracker =
            RunTracker.open(
                line.line().context().kafka(),
                line.line().context().serdes(),
                AcceptedSchemas.codec(line.line().log().rules()))) {
      long periodsBefore = PeriodTable.count(cluster());
      List<SampleOrder> orders =
          sampleOrders.take(count, folder.nextRun(), funding.asset(), Instant.now());
      fund(funding, keys, orders);
      send(orders, tracker.progress());
      RunProgress.Counts counts = watch(tracker.progress(), count, periodsBefore);
      return sumUp(counts, funding, keys, tracker.progress(), periodsBefore);
    }
  }

  private void fund(VaultFunding funding, Keyring keys, List<SampleOrder> orders)
      throws IOException {
    Instant begun = Instant.now();
    Map<String, BigInteger> budgets = new TreeMap<>();
    orders.forEach(order -> budgets.merge(order.tenant(), order.budget(), BigInteger::add));
    List<Tenant> tenants = line.catalogue().tenants();
    for (int i = 0; i < tenants.size(); i++) {
      BigInteger budget = budgets.getOrDefault(tenants.get(i).id(), BigInteger.ZERO);
      if (budget.signum() > 0) {
        Signer buyer = keys.buyer(i);
        funding.fund(buyer, budget);
      }
    }
    console.done("vault", "funded by " + budgets.size() + " buyers' signatures", since(begun));
  }

  private void send(List<SampleOrder> orders, RunProgress progress) throws IOException {
    Instant begun = Instant.now();
    try (BlockingHttp http = new BlockingHttp(HTTP_TIMEOUT_MS)) {
      new OrderSender(http, line.gatewayUrl(), line.apiKeys()).send(orders, progress::submitted);
    }
    console.done("orders", orders.size() + " taken by the gateway", since(begun));
    console.line("");
  }

  /** Draws the table until every order is anchored for good and paid. */
  private RunProgress.Counts watch(RunProgress progress, int count, long periodsBefore) {
    Instant begun = Instant.now();
    Duration timeout = LEAST_TIMEOUT.plus(Duration.ofMillis(20L * count));
    while (true) {
      RunProgress.Counts counts = progress.counts();
      console.draw(LiveTable.of(counts, since(begun)));
      if (isDone(counts, count, periodsBefore)) {
        console.lines(LiveTable.of(counts, since(begun)));
        return counts;
      }
      line.requireHealthy();
      String halted = progress.halted();
      if (halted != null) {
        throw new CommandFailure(
            ExitCode.FAILED, "anchoring was halted: " + halted, "The log file says more.");
      }
      if (since(begun).compareTo(timeout) > 0) {
        console.lines(LiveTable.of(counts, since(begun)));
        throw new CommandFailure(
            ExitCode.FAILED,
            "after " + timeout.toSeconds() + " s not every order is anchored and paid",
            "See " + folder.log() + " for what the stages said.");
      }
      Pause.ofMillis(REFRESH_MS);
    }
  }

  private static boolean isDone(RunProgress.Counts counts, int count, long periodsBefore) {
    return counts.of(Milestone.SETTLED) == count
        && counts.of(Milestone.ANCHORED) == count
        && counts.periodsFinal() - periodsBefore >= LEAST_PERIODS
        && counts.periodsPaid() >= counts.periodsFinal();
  }

  private int sumUp(
      RunProgress.Counts counts,
      VaultFunding funding,
      Keyring keys,
      RunProgress progress,
      long periodsBefore)
      throws IOException {
    Instant audited = Instant.now();
    Files.writeString(folder.trust(), TrustFile.write(trust()));
    LogSource log = new ReadOnceLog(cluster());
    AuditReport audit =
        Audit.run(
            log,
            new RpcAnchorChain(line.settings().chain().rpc()),
            AuditOptions.at(Instant.now()).trusting(trust()),
            _ -> {});
    MoneyCheck money = MoneyCheck.read(funding, line.catalogue().agents(), keys);
    SampleBundles.write(log, folder, progress.submittedOrders());
    long anchored = counts.periodsFinal() - periodsBefore;
    DemoResult result =
        new DemoResult(
            counts.submitted(),
            counts.of(Milestone.COMPLETED),
            counts.of(Milestone.REFUSED),
            counts.of(Milestone.FAILED),
            counts.receipts(),
            counts.of(Milestone.SETTLED),
            counts.periodsClosed() - periodsBefore,
            anchored,
            wordFor(audit.exitCode()),
            since(started).toSeconds());
    console.done("audit", "every receipt, period and anchor", since(audited));
    console.lines(
        DemoSummary.of(
            result,
            PeriodTable.of(log, progress.anchorTransactions())
                .subMap(periodsBefore, counts.periodsFinal()),
            money,
            audit,
            folder));
    if (options.json()) {
      System.out.println(result.toJson());
      System.out.flush();
    }
    return held(result, money) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean held(DemoResult result, MoneyCheck money) {
    return result.completed() + result.refused() + result.failed() == result.orders()
        && result.settled() == result.orders()
        && result.anchored() >= LEAST_PERIODS
        && result.audit().equals("ok")
        && money.holds();
  }

  /** Whom a verifier trusts: what it must know before it reads a bundle. */
  private Trust trust() {
    return LineTrust.of(line.line().log().verifierKey(), line.line().deployment());
  }

  private LogSource cluster() {
    return new KafkaLogSource(line.settings().kafka().client());
  }

  private static String wordFor(int exitCode) {
    return switch (exitCode) {
      case ExitCode.OK -> "ok";
      case ExitCode.INCONCLUSIVE -> "inconclusive";
      default -> "failed";
    };
  }

  private static Duration since(Instant moment) {
    return Duration.between(moment, Instant.now());
  }
}

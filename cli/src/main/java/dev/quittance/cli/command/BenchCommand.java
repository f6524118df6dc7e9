package dev.quittance.cli.command;

import dev.quittance.bench.Latency;
import dev.quittance.bench.LineBench;
import dev.quittance.bench.LineBenchOptions;
import dev.quittance.bench.LineBenchResult;
import dev.quittance.bench.Machine;
import dev.quittance.bench.Profile;
import dev.quittance.bench.Throughput;
import dev.quittance.bench.WorkersBench;
import dev.quittance.bench.WorkersBenchOptions;
import dev.quittance.bench.WorkersBenchResult;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.LogFile;
import dev.quittance.cli.Table;
import dev.quittance.line.LineProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures on this machine. */
@Command(
    name = "bench",
    description = "Measure how fast the line and its audit are on this machine.",
    subcommands = {
      AuditBenchCommand.class,
      BundlesBenchCommand.class,
      GatewayBenchCommand.class,
      LogBenchCommand.class,
      WebhooksBenchCommand.class
    })
public final class BenchCommand {
  private static final int PROFILE_ROWS = 12;
  private static final double MIB = 1024 * 1024;

  /** Measures the line beside a bare chain. */
  @Command(
      name = "line",
      description = {
        "Measure orders per second, processor time and delay of the whole line.",
        "",
        "Takes turns between the line (orders of one step, built-in executors, every signature) and"
            + " a bare chain of five exactly-once topologies that hand records on unread, all of it"
            + " in this process with the broker. Nothing else should load the machine."
      })
  int line(
      @Mixin Results results,
      @Option(
              names = "--orders",
              paramLabel = "N",
              defaultValue = "20000",
              description = "Backlog of the line in each round. Default: ${DEFAULT-VALUE}.")
          int orders,
      @Option(
              names = "--rate",
              paramLabel = "N",
              defaultValue = "1000",
              description =
                  "Orders a second of the first delay measurement; the second one is at half of what"
                      + " the line can do. Default: ${DEFAULT-VALUE}.")
          int rate,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "20",
              description = "Length of each delay measurement. Default: ${DEFAULT-VALUE}.")
          int seconds,
      @Option(
              names = "--rounds",
              paramLabel = "N",
              defaultValue = "3",
              description = "Turns between chain and line. Default: ${DEFAULT-VALUE}.")
          int rounds,
      @Option(
              names = "--lanes",
              paramLabel = "N",
              defaultValue = "6",
              description = "Partitions. Default: ${DEFAULT-VALUE}.")
          int lanes,
      @Option(
              names = "--profile",
              paramLabel = "DIR",
              description =
                  "Write a flame graph of each measured phase into DIR and print the hottest places;"
                      + " costs some speed.")
          @Nullable Path profiles)
      throws IOException {
    LineBenchOptions options =
        checked(() ->
            new LineBenchOptions(
                orders, rate, seconds, rounds, lanes, Optional.ofNullable(profiles)));
    LineBenchResult result = run(progress -> LineBench.run(options, progress));
    if (results.isJson()) {
      results.print(result.toJson());
    } else {
      print(result, results);
    }
    return ExitCode.OK;
  }

  /** Measures slow outside work. */
  @Command(
      name = "workers",
      description = {
        "Measure how many slow outside calls are made at the same time, and what they cost.",
        "",
        "Puts tasks on an embedded broker; the executor's workers call another side that only takes"
            + " its time, and commit each result. All of it is in this process. The time when the"
            + " first calls begin and the last ones end is told apart. Then tasks come at nine"
            + " tenths of that rate, and the delay beyond the call itself is measured."
      })
  int workers(
      @Mixin Results results,
      @Option(
              names = "--calls",
              paramLabel = "N",
              defaultValue = "10000",
              description = "Backlog, at least three times --in-flight. Default: ${DEFAULT-VALUE}.")
          int calls,
      @Option(
              names = "--in-flight",
              paramLabel = "N",
              defaultValue = "1000",
              description = "Most calls at the same time. Default: ${DEFAULT-VALUE}.")
          int inFlight,
      @Option(
              names = "--latency-ms",
              paramLabel = "N",
              defaultValue = "1000",
              description = "How long each call takes. Default: ${DEFAULT-VALUE}.")
          int latencyMs,
      @Option(
              names = "--seconds",
              paramLabel = "N",
              defaultValue = "10",
              description = "Length of the delay measurement. Default: ${DEFAULT-VALUE}.")
          int seconds)
      throws IOException {
    WorkersBenchOptions options =
        checked(() -> new WorkersBenchOptions(calls, inFlight, latencyMs, seconds));
    WorkersBenchResult result = run(progress -> WorkersBench.run(options, progress));
    if (results.isJson()) {
      results.print(result.toJson());
    } else {
      print(result.machine(), results);
      WorkersBenchText.print(result, results);
    }
    return ExitCode.OK;
  }

  /** A measurement that tells what goes on. */
  @FunctionalInterface
  interface Bench<R> {
    R run(Consumer<String> progress) throws IOException;
  }

  /** The log is kept when it is needed. */
  static <R> R run(Bench<R> bench) throws IOException {
    Console console = Console.standard();
    Path log = Files.createTempFile("quittance-bench-", ".log");
    LogFile.to(log);
    try {
      R result = bench.run(text -> console.line("  " + text));
      Files.delete(log);
      return result;
    } catch (LineProblem e) {
      throw new CommandFailure(
          ExitCode.FAILED, Objects.requireNonNull(e.getMessage()), e.advice() + " Log: " + log);
    }
  }

  static <O> O checked(Supplier<O> options) {
    try {
      return options.get();
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "--" + e.getMessage(), "Give a larger number.");
    }
  }

  private static void print(LineBenchResult result, Results results) {
    print(result.machine(), results);
    results.print(throughput(result));
    results.line("");
    results.print(latency(result.latencies()));
    results.line("");
    results.print(
        new Table("resident memory", ">stages, broker, load", ">registry, devnet", ">together")
            .row(
                "idle",
                mib(result.idle().stages()),
                mib(result.idle().registry()),
                mib(result.idle().total()))
            .row(
                "peak",
                mib(result.peak().stages()),
                mib(result.peak().registry()),
                mib(result.peak().total())));
    results.line("");
    results.line(
        "  Without load it takes " + number(result.idleCpuMsPerSecond(), 0) + " CPU-ms a second.");
    for (Profile profile : result.profiles()) {
      print(profile, results);
    }
  }

  static void print(Machine machine, Results results) {
    results.line("");
    results.line(
        "%s, %d processors; %s; %s"
            .formatted(
                machine.processor(), machine.processors(), machine.system(), machine.java()));
    results.line("");
  }

  private static Table throughput(LineBenchResult result) {
    Table table = new Table("median of " + result.line().size(), ">a second", ">CPU-ms each");
    row(table, "bare chain of 5", result.chainMedian());
    row(table, "line", result.lineMedian());
    return table.row("line / bare chain", number(result.ratio(), 3), "");
  }

  private static void row(Table table, String name, Throughput measured) {
    table.row(name, number(measured.perSecond(), 0), number(measured.cpuMsPerRecord(), 3));
  }

  private static Table latency(List<Latency> latencies) {
    Table table =
        new Table("order → receipt, ms", ">p50", ">p99", ">max", ">seen p50", ">seen p99");
    for (Latency latency : latencies) {
      table.row(
          "at "
              + number(latency.offeredPerSecond(), 0)
              + " a second"
              + (latency.isSustained() ? "" : ", did " + number(latency.donePerSecond(), 0)),
          number(latency.appended().p50(), 0),
          number(latency.appended().p99(), 0),
          number(latency.appended().max(), 0),
          number(latency.seen().p50(), 0),
          number(latency.seen().p99(), 0));
    }
    return table;
  }

  static void print(Profile profile, Results results) {
    results.line("");
    results.line("Profile " + profile.phase() + ", " + profile.samples() + " samples");
    profile.flames().ifPresent(file -> results.line("  " + file));
    shares("threads", profile.threads(), results);
    shares("running", profile.self(), results);
    shares("ours, with what it calls", profile.ours(), results);
  }

  private static void shares(String heading, List<Profile.Share> shares, Results results) {
    Table table = new Table(">%", heading);
    shares.stream()
        .limit(PROFILE_ROWS)
        .forEach(share -> table.row(number(share.percent(), 1), share.name()));
    results.line("");
    results.print(table);
  }

  private static String mib(long bytes) {
    return number(bytes / MIB, 0) + " MiB";
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}

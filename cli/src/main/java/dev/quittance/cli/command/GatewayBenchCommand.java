package dev.quittance.cli.command;

import dev.quittance.bench.GatewayBench;
import dev.quittance.bench.GatewayBenchOptions;
import dev.quittance.bench.GatewayBenchResult;
import dev.quittance.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how many orders the gateway takes on one processor. */
@Command(
    name = "gateway",
    description = {
      "Measure how many orders the gateway takes over HTTP on one processor, and how soon.",
      "",
      "The gateway has a process and a processor of its own; embedded broker, registry and the load"
          + " share the others. In turns with it, a bare server is measured that appends the same"
          + " bodies unread. Every answer is checked, and every accepted order is looked for in the"
          + " topic. The topology that decides about orders doesn't run; 'bench line' has all of"
          + " the stages. Nothing else should load the machine."
    })
public final class GatewayBenchCommand implements Callable<Integer> {
  @Mixin private final Results results = new Results();

  @Option(
      names = "--orders",
      paramLabel = "N",
      defaultValue = "30000",
      description = "Orders of each round. Default: ${DEFAULT-VALUE}.")
  private int orders;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Connections, each with one request at a time. Default: ${DEFAULT-VALUE}.")
  private int connections;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "Length of each measurement of delays. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns between bare server and gateway. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--noisy",
      description =
          "Also measure a tenant with 50 orders a second, alone and beside one that sends twenty"
              + " times its quota.")
  private boolean noisy;

  @Option(
      names = "--profile",
      paramLabel = "DIR",
      description =
          "Write a flame graph of one more round into DIR and print the gateway's hottest places.")
  private @Nullable Path profiles;

  @Override
  public Integer call() throws IOException {
    GatewayBenchOptions options =
        BenchCommand.checked(() ->
            new GatewayBenchOptions(
                orders, connections, seconds, rounds, noisy, Optional.ofNullable(profiles)));
    GatewayBenchResult result = BenchCommand.run(progress -> GatewayBench.run(options, progress));
    if (results.isJson()) {
      results.print(result.toJson());
    } else {
      BenchCommand.print(result.machine(), results);
      GatewayBenchText.print(result, results);
      result.profile().ifPresent(profile -> BenchCommand.print(profile, results));
    }
    return ExitCode.OK;
  }
}

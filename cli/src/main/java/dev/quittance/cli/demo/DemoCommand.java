package dev.quittance.cli.demo;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Home;
import dev.quittance.cli.LogFile;
import dev.quittance.cli.StopSignal;
import dev.quittance.cli.local.LocalFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs the whole line on this machine. */
@Command(
    name = "demo",
    description = {
      "Run the whole line on this machine, on a real broker, registry and devnet.",
      "",
      "Starts everything, feeds the sample orders, closes a period every 10 seconds, anchors the"
          + " periods on the devnet, pays the vendors, audits the result and sums it up. Stays up"
          + " until Ctrl-C. The exit code is 0 only when all of it held."
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--orders",
      paramLabel = "N",
      description = "Feed N orders: the samples, repeated with fresh ids. Default: each once.")
  private @Nullable Integer orders;

  @Option(names = "--exit", description = "End after the audit instead of staying up.")
  private boolean exit;

  @Option(
      names = "--json",
      description = "Print the result as one line of JSON on standard output.")
  private boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep everything in DIR, and go on from there when it exists.")
  private @Nullable Path data;

  @Override
  public Integer call() throws IOException {
    if (orders != null && orders < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "--orders is " + orders, "Give a number of orders, at least 1.");
    }
    Instant started = Instant.now();
    Console console = Console.standard();
    DemoOptions options =
        new DemoOptions(
            Home.directory(), Optional.ofNullable(orders), exit, json, Optional.ofNullable(data));
    LocalFolder folder = data == null ? LocalFolder.temporary() : LocalFolder.of(data);
    try (StopSignal stop = StopSignal.installInterrupting()) {
      LogFile.to(folder.log());
      console.line("Quittance demo in " + folder.root());
      console.line("");
      try {
        return run(folder, options, console, started, stop);
      } catch (IOException | RuntimeException e) {
        if (!stop.isAsked()) {
          throw e;
        }
        console.line("Stopped before it was done.");
        return ExitCode.OK;
      }
    } finally {
      folder.removeIfTemporary();
    }
  }

  private static int run(
      LocalFolder folder, DemoOptions options, Console console, Instant started, StopSignal stop)
      throws IOException {
    try (DemoLine line = DemoLine.bringUp(folder, options.home().resolve("samples"), console)) {
      int exitCode = new DemoRun(line, folder, options, console, started).run();
      if (!options.exit()) {
        console.lines(
            List.of("", "The line stays up: " + line.gatewayUrl() + "   Ctrl-C stops it."));
        stop.await(line::requireHealthy);
        console.line("Stopping …");
      }
      return exitCode;
    }
  }
}

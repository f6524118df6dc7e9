package dev.quittance.cli.up;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.Home;
import dev.quittance.cli.LogFile;
import dev.quittance.cli.StopSignal;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.cli.local.LocalLine;
import dev.quittance.line.LineStages;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a line on this machine, each stage in a process of its own. */
@Command(
    name = "up",
    description = {
      "Run a line on this machine: embedded broker, registry and devnet, one process per stage.",
      "",
      "Sets the line up with the sample agents, policies and tenants, starts the stages' processes"
          + " and starts again whichever dies. Ctrl-C or SIGTERM stops them in the order in which"
          + " data flows, then the embedded parts, and exits with 0."
    })
public final class UpCommand implements Callable<Integer> {
  private static final int MOST_INSTANCES = 16;
  private static final Duration CADENCE = Duration.ofSeconds(30);

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep everything in DIR, and go on from there when it exists.")
  private @Nullable Path data;

  @Option(
      names = "--instances",
      paramLabel = "STAGE=N",
      split = ",",
      description = "Run N processes of a stage; they share its partitions. May be repeated.")
  private Map<String, Integer> instances = new LinkedHashMap<>();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8088",
      description = "Port of the gateway, if it is free. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--no-samples",
      description = "Start with an empty catalogue, without the sample agents and tenants.")
  private boolean isEmpty;

  @Option(names = "--json", description = "Print every change as JSON on standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    requireKnown();
    Console console = Console.standard();
    LocalFolder folder = data == null ? LocalFolder.temporary() : LocalFolder.of(data);
    try (StopSignal stop = StopSignal.installInterrupting()) {
      LogFile.to(folder.log());
      console.line("Quittance in " + folder.root());
      console.line("");
      try {
        run(folder, console, stop);
      } catch (IOException | RuntimeException e) {
        if (!stop.isAsked()) {
          throw e;
        }
        console.line("Stopped while it was starting.");
      }
    } finally {
      folder.removeIfTemporary();
    }
    return ExitCode.OK;
  }

  private void run(LocalFolder folder, Console console, StopSignal stop) throws IOException {
    Optional<Path> catalogue =
        isEmpty ? Optional.empty() : Optional.of(Home.directory().resolve("samples"));
    UpView view = new UpView(console, json ? Optional.of(System.out) : Optional.empty());
    try (LocalLine line =
        LocalLine.bringUp(folder, new LocalLine.Spec("up", CADENCE, catalogue), console)) {
      try (Supervisor supervisor =
          Supervisor.start(folder, line.settings(), instances, port, view)) {
        boolean[] announced = {false};
        stop.await(() -> {
          if (!announced[0] && supervisor.allReady()) {
            announced[0] = true;
            view.lineIsUp(folder, supervisor.stages());
          }
          view.follow(supervisor.stages());
        });
        stop.beginClosing();
        console.line("Stopping …");
      }
    }
  }

  private void requireKnown() {
    instances.forEach((stage, count) -> {
      if (!LineStages.KNOWN.contains(stage) || count < 1 || count > MOST_INSTANCES) {
        throw new CommandFailure(
            ExitCode.USAGE,
            "--instances " + stage + "=" + count + " can't be had",
            "Give one of "
                + String.join(", ", LineStages.KNOWN)
                + ", and a number from 1 to "
                + MOST_INSTANCES
                + ".");
      }
    });
  }
}

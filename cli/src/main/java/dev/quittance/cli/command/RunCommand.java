package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.StopSignal;
import dev.quittance.cli.line.LineStages;
import dev.quittance.cli.line.OpenLine;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.stage.Stage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Runs stages until it is stopped. */
@Command(
    name = "run",
    description = {
      "Run a stage of the line, or all of them, until Ctrl-C.",
      "",
      "Stages: ingest, planner, executor, prover, settler, anchorer. Each can run in any number of"
          + " processes; they share the work. Logs as JSON on standard error.",
      "",
      "The exit code is 0 when it was stopped by Ctrl-C or SIGTERM, and 1 when a stage failed:"
          + " then start it again, it goes on where it was."
    })
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final String ALL = "all";

  @Parameters(paramLabel = "STAGE", description = "A stage's name, or 'all'.")
  private String stage = ALL;

  @Mixin private final SettingsOption config = new SettingsOption();

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @Override
  public Integer call() {
    requireKnown(stage);
    Settings settings = config.load();
    List<Stage> stages =
        stage.equals(ALL)
            ? LineStages.all(settings.data())
            : LineStages.named(stage, settings.data());
    Brokers.requireTopics(settings, Brokers.topicsOfLine());
    StageLog.turnUp();
    try (StopSignal stop = StopSignal.install();
        OpenLine line = open(settings);
        LineStages running =
            LineStages.start(
                stages, line.context(), settings.http().host(), settings.http().port())) {
      stop.await(new Watch(running, failure));
      LOG.atInfo().log("stopping");
    }
    return ExitCode.OK;
  }

  private static void requireKnown(String name) {
    if (!name.equals(ALL) && !LineStages.NAMES.contains(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no stage \"" + name + "\"",
          "Give one of " + String.join(", ", LineStages.NAMES) + ", or all.");
    }
  }

  private OpenLine open(Settings settings) {
    try {
      return OpenLine.open(
          settings, System.getenv(), problem -> failure.compareAndSet(null, problem));
    } catch (IOException | IllegalStateException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the line can't be opened: " + e.getMessage(),
          "'quittance doctor -c " + config.file() + "' says what is missing.");
    }
  }

  /** Says once that all is at work, and ends the wait when a stage has stopped for good. */
  private static final class Watch implements Runnable {
    private final LineStages stages;
    private final AtomicReference<@Nullable Throwable> failure;
    private boolean announced;

    Watch(LineStages stages, AtomicReference<@Nullable Throwable> failure) {
      this.stages = stages;
      this.failure = failure;
    }

    @Override
    public void run() {
      Throwable problem = failure.get();
      if (problem != null) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "a stage stopped: " + problem,
            "The log says more. Started again, it goes on where it was.");
      }
      if (!announced && stages.allReady()) {
        announced = true;
        LOG.atInfo()
            .addKeyValue("stages", String.join(" ", stages.ready()))
            .addKeyValue("httpPort", stages.httpPort().map(String::valueOf).orElse("none"))
            .log("all stages are at work");
      }
    }
  }
}

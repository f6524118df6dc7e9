package dev.quittance.cli.command;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.StopSignal;
import dev.quittance.cli.log.StageLog;
import dev.quittance.line.Instance;
import dev.quittance.line.InstanceLock;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
import dev.quittance.line.ProcessHost;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs stages until it is stopped. */
@Command(
    name = "run",
    description = {
      "Run a stage of the line, or all of them, until Ctrl-C.",
      "",
      "Stages: ingest, planner, executor, prover, settler, anchorer, market where the settings have"
          + " marketplaces, and webhooks where they enable them. Each can run in any number of"
          + " processes; they share the work. Several on one machine need --instance and --port."
          + " /health/live, /health/ready and /metrics are at http.host and http.port.",
      "",
      "Ctrl-C or SIGTERM: it takes no more requests, ends what it has begun and exits with 0, after"
          + " 45 s at most; a second one ends it at once. The exit code is 1 when a stage failed:"
          + " then start it again, it goes on where it was."
    })
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final String ALL = "all";

  @Parameters(paramLabel = "STAGE", description = "A stage's name, or 'all'.")
  private String stage = ALL;

  @Mixin private final SettingsOption config = new SettingsOption();

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "Name of this process among those of the same stage, kept over its restarts; its stores"
              + " lie in instances/NAME of the data directory. Default: streams.instanceId.")
  private @Nullable String instanceName;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the HTTP listener, 0 for a free one. Default: http.port.")
  private @Nullable Integer port;

  @Option(
      names = "--log",
      paramLabel = "json|text",
      description = "Form of the log on standard error. Default: text on a terminal, else json.")
  private StageLog.@Nullable Form log;

  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  @Override
  public Integer call() {
    requireKnown(stage);
    try (StopSignal stop = StopSignal.install()) {
      try {
        run(stop);
      } catch (RuntimeException e) {
        if (!stop.isAsked()) {
          throw e;
        }
        LOG.atInfo().setCause(e).log("stopped while it was starting");
      }
    }
    return ExitCode.OK;
  }

  private void run(StopSignal stop) {
    Settings settings = config.load();
    Instance instance =
        instanceName == null ? Instance.of(settings) : Instance.named(instanceName, settings);
    List<String> names = stage.equals(ALL) ? LineStages.names(settings) : List.of(stage);
    List<Stage> stages =
        names.stream()
            .flatMap(name -> LineStages.named(name, settings, instance.folder()).stream())
            .toList();
    StageLog.turnUp(form(), stage, instance.id());
    try (var _ = InstanceLock.take(instance, names);
        ProcessHost host = host(settings, instance)) {
      Brokers.requireTopics(settings, Brokers.topicsOf(LineStages.access(stages)));
      Registries.requireReachable(settings);
      try (OpenLine line = open(settings, instance, host);
          LineStages running = LineStages.start(stages, line.context(), host)) {
        LOG.atInfo().addKeyValue("httpPort", host.port()).log("started");
        stop.await(new Watch(running, failure));
        LOG.atInfo().log("stopping");
      }
      LOG.atInfo().log("stopped");
    }
  }

  private ProcessHost host(Settings settings, Instance instance) {
    int wanted = port == null ? settings.http().port() : port;
    return ProcessHost.open(stage, instance, settings.http().host(), wanted);
  }

  private StageLog.Form form() {
    if (log != null) {
      return log;
    }
    return Console.standard().isTerminal() ? StageLog.Form.TEXT : StageLog.Form.JSON;
  }

  private static void requireKnown(String name) {
    if (!name.equals(ALL) && !LineStages.KNOWN.contains(name)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no stage \"" + name + "\"",
          "Give one of " + String.join(", ", LineStages.KNOWN) + ", or all.");
    }
  }

  private OpenLine open(Settings settings, Instance instance, ProcessHost host) {
    try {
      return OpenLine.open(
          settings,
          instance,
          System.getenv(),
          host.metrics().registry(),
          problem -> failure.compareAndSet(null, problem));
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
        throw StageFailures.inWords(problem);
      }
      if (!announced && stages.allReady()) {
        announced = true;
        LOG.atInfo()
            .addKeyValue("stages", String.join(" ", stages.ready()))
            .addKeyValue("httpPort", stages.httpPort())
            .log("all stages are at work");
      }
    }
  }
}

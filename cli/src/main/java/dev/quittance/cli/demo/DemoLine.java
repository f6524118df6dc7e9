package dev.quittance.cli.demo;

import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.cli.local.LocalLine;
import dev.quittance.cli.local.Pause;
import dev.quittance.cli.local.SampleCatalogue;
import dev.quittance.line.Instance;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
import dev.quittance.line.ProcessHost;
import dev.quittance.platform.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole line on this machine with all of its stages in this process. */
final class DemoLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoLine.class);

  /** How long a period lasts in the demo. */
  static final Duration CADENCE = Duration.ofSeconds(10);

  private static final Duration READY_TIMEOUT = Duration.ofMinutes(4);

  private final LocalLine local;
  private final OpenLine line;
  private final LineStages stages;
  private final AtomicReference<@Nullable Throwable> failure;

  private DemoLine(
      LocalLine local,
      OpenLine line,
      LineStages stages,
      AtomicReference<@Nullable Throwable> failure) {
    this.local = local;
    this.line = line;
    this.stages = stages;
    this.failure = failure;
  }

  /** Starts the embedded parts, sets the line up where it is not, and starts every stage. */
  static DemoLine bringUp(LocalFolder folder, Path samples, Console console) throws IOException {
    LocalLine local =
        LocalLine.bringUp(
            folder, new LocalLine.Spec("demo", CADENCE, Optional.of(samples)), console);
    try {
      return startStages(local, console);
    } catch (IOException | RuntimeException e) {
      local.close();
      throw e;
    }
  }

  private static DemoLine startStages(LocalLine local, Console console) throws IOException {
    Instant started = Instant.now();
    Settings settings = local.settings();
    Instance instance = Instance.of(settings);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    ProcessHost host =
        ProcessHost.openAnywhere("all", instance, settings.http().host(), settings.http().port());
    OpenLine line =
        OpenLine.open(
            settings,
            instance,
            System.getenv(),
            host.metrics().registry(),
            problem -> failure.compareAndSet(null, problem));
    LineStages stages =
        LineStages.start(LineStages.all(settings, instance.folder()), line.context(), host);
    DemoLine demo = new DemoLine(local, line, stages, failure);
    demo.awaitReady(started);
    console.done(
        "stages",
        "%s, http://%s:%d"
            .formatted(String.join(" ", stages.ready()), settings.http().host(), stages.httpPort()),
        Duration.between(started, Instant.now()));
    return demo;
  }

  /** The line that runs. */
  OpenLine line() {
    return line;
  }

  /** Its settings. */
  Settings settings() {
    return line.settings();
  }

  /** Base URL of the gateway. */
  String gatewayUrl() {
    return "http://" + settings().http().host() + ":" + stages.httpPort();
  }

  /** API key by tenant. */
  Map<String, String> apiKeys() {
    return local.apiKeys();
  }

  /** The sample agents, policies and tenants. */
  SampleCatalogue catalogue() {
    return local.catalogue();
  }

  /** Fails when a stage has stopped for good. */
  void requireHealthy() {
    Throwable problem = failure.get();
    if (problem != null) {
      throw new CommandFailure(
          ExitCode.FAILED, "a stage stopped: " + problem, "The log file says more.");
    }
  }

  @Override
  public void close() {
    // The interruption that ended a run must not cut the stop short.
    if (Thread.interrupted()) {
      LOG.atDebug().log("the run was interrupted");
    }
    stages.close();
    line.close();
    local.close();
  }

  private void awaitReady(Instant started) {
    while (!stages.allReady()) {
      requireHealthy();
      if (Duration.between(started, Instant.now()).compareTo(READY_TIMEOUT) > 0) {
        throw new CommandFailure(
            ExitCode.FAILED,
            "only these stages are at work after "
                + READY_TIMEOUT.toSeconds()
                + " s: "
                + stages.ready(),
            "The log file says more.");
      }
      Pause.ofMillis(100);
    }
  }
}

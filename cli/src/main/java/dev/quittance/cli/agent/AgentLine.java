package dev.quittance.cli.agent;

import dev.quittance.cli.Console;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.cli.local.LocalLine;
import dev.quittance.line.Instance;
import dev.quittance.line.LineStages;
import dev.quittance.line.OpenLine;
import dev.quittance.line.ProcessHost;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.stage.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Agents at work: the stages of a line that this process runs for them. */
public final class AgentLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentLine.class);

  /** How long a period lasts in a line of its own. */
  private static final Duration CADENCE = Duration.ofMinutes(1);

  private final OpenLine line;
  private final LineStages stages;
  private final AtomicReference<@Nullable Throwable> failure;
  private final Deque<AutoCloseable> parts;

  private AgentLine(
      OpenLine line,
      LineStages stages,
      AtomicReference<@Nullable Throwable> failure,
      Deque<AutoCloseable> parts) {
    this.line = line;
    this.stages = stages;
    this.failure = failure;
    this.parts = parts;
  }

  /** What to run: agents, and the back end that they work for. */
  public record Work(List<NamedAgent> agents, AgentSettings overlay, String url) {
    Settings over(Settings settings) throws IOException {
      return overlay.with(settings, agents, url);
    }
  }

  /** Starts a whole line in a folder, or goes on with the one that is there. */
  public static AgentLine ofItsOwn(LocalFolder folder, Work work, int port, Console console)
      throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      LocalLine local =
          LocalLine.bringUp(
              folder, new LocalLine.Spec("agents", CADENCE, Optional.empty()), console);
      parts.push(local);
      Settings settings = work.over(local.settings());
      Instance instance = Instance.of(settings);
      return start(
          settings, instance, LineStages.names(settings), new Start(work, port, console), parts);
    } catch (IOException | RuntimeException e) {
      boolean isInterrupted = Thread.interrupted();
      closeAll(parts);
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
      throw e;
    }
  }

  /** Joins a line that exists with the stages that know these agents: executor and market. */
  public static AgentLine in(
      Settings settings, Instance instance, Work work, int port, Console console)
      throws IOException {
    Deque<AutoCloseable> parts = new ArrayDeque<>();
    try {
      List<String> names = List.of("executor", LineStages.MARKET);
      return start(work.over(settings), instance, names, new Start(work, port, console), parts);
    } catch (IOException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private record Start(Work work, int port, Console console) {}

  private static AgentLine start(
      Settings settings,
      Instance instance,
      List<String> names,
      Start start,
      Deque<AutoCloseable> parts)
      throws IOException {
    Instant began = Instant.now();
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    ProcessHost host = ProcessHost.open("agent", instance, settings.http().host(), start.port());
    parts.push(host);
    OpenLine line =
        OpenLine.open(
            settings,
            instance,
            System.getenv(),
            host.metrics().registry(),
            problem -> failure.compareAndSet(null, problem));
    parts.push(line);
    int published = AgentCatalogue.publish(line, start.work().agents());
    List<Stage> stages =
        names.stream()
            .flatMap(name -> LineStages.named(name, settings, instance.folder()).stream())
            .toList();
    LineStages running = LineStages.start(stages, line.context(), host);
    parts.push(running);
    start
        .console()
        .done(
            "agents",
            "%d, %d documents new in the catalogue"
                .formatted(start.work().agents().size(), published),
            Duration.between(began, Instant.now()));
    return new AgentLine(line, running, failure, parts);
  }

  /** The line that it works in. */
  public OpenLine line() {
    return line;
  }

  /** Port of its HTTP listener. */
  public int httpPort() {
    return stages.httpPort();
  }

  /** Whether every stage is at work. */
  public boolean isReady() {
    return stages.allReady();
  }

  /** Why it can't go on; empty while it can. */
  public Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Ends what was begun; the marketplace gets no further claims. */
  @Override
  public void close() {
    closeAll(parts);
  }

  private static void closeAll(Deque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a part did not close");
      }
    }
  }
}

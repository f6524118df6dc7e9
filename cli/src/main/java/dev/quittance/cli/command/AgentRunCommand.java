package dev.quittance.cli.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.Console;
import dev.quittance.cli.ExitCode;
import dev.quittance.cli.LogFile;
import dev.quittance.cli.StopSignal;
import dev.quittance.cli.agent.AgentFiles;
import dev.quittance.cli.agent.AgentLine;
import dev.quittance.cli.agent.AgentSettings;
import dev.quittance.cli.agent.NamedAgent;
import dev.quittance.cli.local.LocalFolder;
import dev.quittance.line.Instance;
import dev.quittance.line.InstanceLock;
import dev.quittance.line.LineStages;
import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.config.SettingsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs agents until it is stopped. */
@Command(
    name = "run",
    description = {
      "Run one or more agents of Gigent until Ctrl-C.",
      "",
      "Registers each agent once, publishes its gigs once, and then takes every order that is"
          + " pending, has the agent's model do the work and delivers it. Without --settings a"
          + " whole line is started on this machine, in the folder of --data, and goes on from"
          + " there next time. With --settings it joins a line that exists, with the stages"
          + " executor and market; several such processes share the work.",
      "",
      "Ctrl-C or SIGTERM: no further order is claimed, what is begun is ended or left for the next"
          + " start, and the exit code is 0."
    })
public final class AgentRunCommand implements Callable<Integer> {
  private static final List<String> JOINING = List.of("executor", LineStages.MARKET);

  @Mixin private final AgentFilesOption config = new AgentFilesOption();
  @Mixin private final BackEndOption backEnd = new BackEndOption();

  @Option(
      names = "--settings",
      paramLabel = "FILE",
      description = "Settings (quittance.yaml) of a line to join. Default: a line of its own.")
  private @Nullable Path settingsFile;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".quittance",
      description = "Folder of a line of its own. Default: ${DEFAULT-VALUE}.")
  private Path data = Path.of(".quittance");

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      description =
          "With --settings, name of this process among those that join the same line, kept over its"
              + " restarts. Default: agent.")
  private String instanceName = "agent";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of the HTTP listener, for health and metrics. Default: any free one.")
  private int port;

  @Mixin private final Results results = new Results();

  @Override
  public Integer call() throws IOException {
    AgentFiles files = config.require();
    if (!files.open().isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "the agents can't run yet\n" + AgentFilesOption.lines(files.open()),
          "Settle this, and start it again.");
    }
    String url = backEnd.url();
    Console console = Console.standard();
    try (StopSignal stop = StopSignal.installInterrupting()) {
      try {
        return settingsFile == null
            ? runOwn(files, url, console, stop)
            : runIn(settings(settingsFile), files, url, console, stop);
      } catch (IOException | RuntimeException e) {
        if (!stop.isAsked()) {
          throw e;
        }
        console.line("Stopped before it had started.");
        return ExitCode.OK;
      }
    }
  }

  private int runOwn(AgentFiles files, String url, Console console, StopSignal stop)
      throws IOException {
    LocalFolder folder = LocalFolder.of(data);
    LogFile.to(folder.log());
    LogFile.level(mostTalkative(files).key());
    console.line("Agents of " + url + ", line in " + folder.root());
    AgentLine.Work work = work(files, url, folder.root());
    try (AgentLine line = AgentLine.ofItsOwn(folder, work, port, console)) {
      return await(line, work, folder.root(), console, stop);
    }
  }

  /** There is one log: it has what the agent wants that wants most. */
  private static GigentAgent.LogLevel mostTalkative(AgentFiles files) {
    return files.agents().stream()
        .map(named -> named.agent().logLevel())
        .min(Comparator.naturalOrder())
        .orElse(GigentAgent.LogLevel.INFO);
  }

  private int runIn(
      Settings settings, AgentFiles files, String url, Console console, StopSignal stop)
      throws IOException {
    Instance instance = Instance.named(instanceName, settings);
    AgentLine.Work work = work(files, url, instance.folder());
    Brokers.requireReachable(settings);
    Registries.requireReachable(settings);
    try (var _ = InstanceLock.take(instance, JOINING);
        AgentLine line = AgentLine.in(settings, instance, work, port, console)) {
      return await(line, work, instance.folder(), console, stop);
    }
  }

  private static AgentLine.Work work(AgentFiles files, String url, Path folder) {
    AgentSettings overlay = new AgentSettings(System.getenv(), folder.resolve("keys"));
    return new AgentLine.Work(files.agents(), overlay, url);
  }

  private int await(
      AgentLine line, AgentLine.Work work, Path folder, Console console, StopSignal stop) {
    if (results.isJson()) {
      results.print(json(line, work, folder));
    }
    stop.await(new Watch(line, console));
    console.line("Stopping …");
    return ExitCode.OK;
  }

  private static ObjectNode json(AgentLine line, AgentLine.Work work, Path folder) {
    ObjectNode json =
        Results.object()
            .put("url", work.url())
            .put("data", folder.toString())
            .put("port", line.httpPort());
    ArrayNode agents = json.putArray("agents");
    for (NamedAgent agent : work.agents()) {
      agents
          .addObject()
          .put("id", agent.id())
          .put("name", agent.agent().agent().name())
          .put("file", agent.file().toString())
          .put("credentials", agent.credentials().toString());
    }
    return json;
  }

  private static Settings settings(Path file) {
    return switch (SettingsFile.load(file, System.getenv())) {
      case SettingsFile.Loaded(Settings settings) -> settings;
      case SettingsFile.Invalid(List<ConfigProblem> problems) ->
          throw new CommandFailure(
              ExitCode.USAGE,
              "the settings can't be used\n" + AgentFilesOption.lines(problems),
              "Put this right; 'quittance init' writes a file in which every key is explained.");
    };
  }

  /** Says when all is at work and when it is not any more, and ends the wait at a failure. */
  private static final class Watch implements Runnable {
    private final AgentLine line;
    private final Console console;
    private boolean isReady;

    Watch(AgentLine line, Console console) {
      this.line = line;
      this.console = console;
    }

    @Override
    public void run() {
      line.failure()
          .ifPresent(problem -> {
            throw StageFailures.inWords(problem);
          });
      boolean isReadyNow = line.isReady();
      if (isReadyNow != isReady) {
        isReady = isReadyNow;
        console.line(
            isReady
                ? "All at work. Ctrl-C stops it; `quittance agent status` shows the orders."
                : "Waiting: a part of it can't work at present; the log says which.");
      }
    }
  }
}

package dev.quittance.line;

import dev.quittance.anchorer.AnchorerStage;
import dev.quittance.anchorer.client.AnchorClientStage;
import dev.quittance.executor.ExecutorStage;
import dev.quittance.explorer.ExplorerStage;
import dev.quittance.explorer.RunningExplorer;
import dev.quittance.ingest.IngestStage;
import dev.quittance.ingest.RunningIngest;
import dev.quittance.market.MarketStage;
import dev.quittance.market.RunningMarket;
import dev.quittance.planner.PlannerStage;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.metrics.ConsumerLag;
import dev.quittance.platform.stage.GroupMember;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.prover.ProverStage;
import dev.quittance.schemas.Topics;
import dev.quittance.settler.SettlerStage;
import dev.quittance.webhooks.RunningWebhooks;
import dev.quittance.webhooks.WebhookStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The stages of the line, and those of them that run in this process. */
public final class LineStages implements AutoCloseable {
  /** The names of the stages that every line has, in the order in which data flows. */
  public static final List<String> NAMES =
      List.of("ingest", "planner", "executor", "prover", "settler", "anchorer");

  /** The stage that a line has when its settings name marketplaces. */
  public static final String MARKET = MarketStage.NAME;

  /** The stage that a line has when its settings enable webhooks. */
  public static final String WEBHOOKS = WebhookStage.NAME;

  /** The names of all stages that there can be. */
  public static final List<String> KNOWN =
      Stream.concat(NAMES.stream(), Stream.of(MARKET, WEBHOOKS)).toList();

  /** What every process reads to open a line. */
  private static final StageAccess OF_EVERY_STAGE =
      StageAccess.none().following(Topics.LOG_RULES, Topics.AGENTS, Topics.POLICIES);

  /**
   * The parts of a stage, by its name. The gateway answers what became of an order, so the order
   * view runs beside ingest.
   *
   * @param folder where this process keeps what is its own
   * @param gateway how much the gateway takes, and from whom
   */
  public static List<Stage> named(String name, Path folder, Settings.Gateway gateway) {
    return switch (name) {
      case "ingest" ->
          List.of(
              new IngestStage(gateway), new ExplorerStage(folder.resolve("orders"), gateway.jwt()));
      case "planner" -> List.of(new PlannerStage());
      case "executor" -> List.of(new ExecutorStage());
      case "prover" -> List.of(new ProverStage());
      case "settler" -> List.of(new SettlerStage());
      case "anchorer" -> List.of(new AnchorerStage(new AnchorClientStage()));
      case MARKET -> List.of(new MarketStage(Map.of(), gateway.limits()));
      case WEBHOOKS -> List.of(new WebhookStage(Settings.Webhooks.NONE, gateway.jwt()));
      default -> throw new IllegalArgumentException("there is no stage " + name);
    };
  }

  /** The names of the stages that a line with these settings has. */
  public static List<String> names(Settings settings) {
    return KNOWN.stream()
        .filter(name -> !name.equals(MARKET) || !settings.markets().isEmpty())
        .filter(name -> !name.equals(WEBHOOKS) || settings.webhooks().enabled())
        .toList();
  }

  /**
   * The parts of a stage, by its name, with what the settings say of it.
   *
   * @param folder where this process keeps what is its own
   */
  public static List<Stage> named(String name, Settings settings, Path folder) {
    return switch (name) {
      case MARKET -> List.of(new MarketStage(settings.markets(), settings.gateway().limits()));
      case WEBHOOKS -> List.of(new WebhookStage(settings.webhooks(), settings.gateway().jwt()));
      default -> named(name, folder, settings.gateway());
    };
  }

  /** Every stage of a line without marketplaces and webhooks. */
  public static List<Stage> all(Settings settings, Path folder) {
    return NAMES.stream().flatMap(name -> named(name, settings, folder).stream()).toList();
  }

  /** What a process with these stages reads and writes. */
  public static StageAccess access(List<Stage> stages) {
    return stages.stream().map(Stage::access).reduce(OF_EVERY_STAGE, StageAccess::and);
  }

  private final List<RunningStage> running;
  private final List<RunningStage> watched;
  private final ProcessHost host;

  private LineStages(List<RunningStage> running, List<RunningStage> watched, ProcessHost host) {
    this.running = running;
    this.watched = watched;
    this.host = host;
  }

  /** Starts stages in a process whose listener opens with them. */
  public static LineStages start(List<Stage> stages, StageContext context, String host, int port) {
    StreamsSettings streams = context.streams();
    Instance instance = new Instance(streams.instanceId(), streams.stateDirectory());
    ProcessHost opened = ProcessHost.open("all", instance, host, port);
    try {
      return start(stages, context, opened);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Starts stages in a process that has a listener; what has been started is stopped again when one
   * of them can't be. Closing them closes the listener first.
   */
  public static LineStages start(List<Stage> stages, StageContext context, ProcessHost host) {
    List<RunningStage> running = new ArrayList<>();
    try {
      List<HttpHost.Routes> routes = new ArrayList<>();
      for (Stage stage : stages) {
        RunningStage started = stage.start(context);
        running.add(started);
        routesOf(started).ifPresent(routes::add);
      }
      watchBacklog(running);
      running.add(ConsumerLag.start(context.kafka(), groups(running), context.meters()));
      host.http().mount(routes);
      List<RunningStage> watched = new ArrayList<>(running);
      watched.add(context.catalogue());
      host.health().started(watched);
      return new LineStages(running, watched, host);
    } catch (UnusableSettings e) {
      running.reversed().forEach(RunningStage::close);
      throw new LineProblem(
          LineProblem.Kind.NOT_SET_UP,
          "the settings can't be used\n" + e.getMessage(),
          "Put this right and start again.");
    } catch (RuntimeException e) {
      running.reversed().forEach(RunningStage::close);
      throw e;
    }
  }

  /** The gateway sheds load by what the order view beside it counts. */
  private static void watchBacklog(List<RunningStage> running) {
    for (RunningStage stage : running) {
      if (stage instanceof RunningExplorer explorer) {
        running.stream()
            .filter(RunningIngest.class::isInstance)
            .map(RunningIngest.class::cast)
            .forEach(ingest -> ingest.watch(explorer::openOrders));
      }
    }
  }

  private static Map<String, GroupMember> groups(List<RunningStage> running) {
    Map<String, GroupMember> groups = new HashMap<>();
    for (RunningStage stage : running) {
      for (RunningStage part : stage.parts()) {
        if (part instanceof GroupMember member) {
          groups.put(part.name(), member);
        }
      }
    }
    return groups;
  }

  private static Optional<HttpHost.Routes> routesOf(RunningStage stage) {
    return switch (stage) {
      case RunningIngest ingest -> Optional.of(ingest.routes());
      case RunningExplorer explorer -> Optional.of(explorer.routes());
      case RunningMarket market -> Optional.of(market.routes());
      case RunningWebhooks webhooks -> Optional.of(webhooks.routes());
      default -> Optional.empty();
    };
  }

  /** The names of the stages that are at work. */
  public List<String> ready() {
    return running.stream()
        .filter(stage -> !(stage instanceof ConsumerLag))
        .filter(RunningStage::isReady)
        .map(RunningStage::name)
        .toList();
  }

  /** Whether all of them are. */
  public boolean allReady() {
    return watched.stream().allMatch(RunningStage::isReady);
  }

  /** Port of the HTTP listener. */
  public int httpPort() {
    return host.http().port();
  }

  /** Takes no more requests, then stops the stages, the last in the data's flow first. */
  @Override
  public void close() {
    host.close();
    running.reversed().forEach(RunningStage::close);
  }
}

package dev.quittance.line;

import dev.quittance.anchorer.AnchorerStage;
import dev.quittance.anchorer.client.AnchorClientStage;
import dev.quittance.executor.ExecutorStage;
import dev.quittance.explorer.ExplorerStage;
import dev.quittance.explorer.RunningExplorer;
import dev.quittance.ingest.IngestStage;
import dev.quittance.ingest.RunningIngest;
import dev.quittance.planner.PlannerStage;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.prover.ProverStage;
import dev.quittance.settler.SettlerStage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The stages of the line, and those of them that run in this process. */
public final class LineStages implements AutoCloseable {
  /** The names of all stages, in the order in which data flows. */
  public static final List<String> NAMES =
      List.of("ingest", "planner", "executor", "prover", "settler", "anchorer");

  /**
   * The parts of a stage, by its name. The gateway answers what became of an order, so the order
   * view runs beside ingest.
   *
   * @param data the line's data directory
   */
  public static List<Stage> named(String name, Path data) {
    return switch (name) {
      case "ingest" -> List.of(new IngestStage(), new ExplorerStage(data.resolve("orders")));
      case "planner" -> List.of(new PlannerStage());
      case "executor" -> List.of(new ExecutorStage());
      case "prover" -> List.of(new ProverStage());
      case "settler" -> List.of(new SettlerStage());
      case "anchorer" -> List.of(new AnchorerStage(new AnchorClientStage()));
      default -> throw new IllegalArgumentException("there is no stage " + name);
    };
  }

  /** Every stage of the line. */
  public static List<Stage> all(Path data) {
    return NAMES.stream().flatMap(name -> named(name, data).stream()).toList();
  }

  private final List<RunningStage> running;
  private final Optional<HttpHost> http;

  private LineStages(List<RunningStage> running, Optional<HttpHost> http) {
    this.running = running;
    this.http = http;
  }

  /** Starts stages; what has been started is stopped again when one of them can't be. */
  public static LineStages start(List<Stage> stages, StageContext context, String host, int port) {
    List<RunningStage> running = new ArrayList<>();
    try {
      List<HttpHost.Routes> routes = new ArrayList<>();
      for (Stage stage : stages) {
        RunningStage started = stage.start(context);
        running.add(started);
        routesOf(started).ifPresent(routes::add);
      }
      Optional<HttpHost> http =
          routes.isEmpty() ? Optional.empty() : Optional.of(HttpHost.open(host, port, routes));
      return new LineStages(running, http);
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

  private static Optional<HttpHost.Routes> routesOf(RunningStage stage) {
    return switch (stage) {
      case RunningIngest ingest -> Optional.of(ingest.routes());
      case RunningExplorer explorer -> Optional.of(explorer.routes());
      default -> Optional.empty();
    };
  }

  /** The names of the stages that are at work. */
  public List<String> ready() {
    return running.stream().filter(RunningStage::isReady).map(RunningStage::name).toList();
  }

  /** Whether all of them are. */
  public boolean allReady() {
    return running.stream().allMatch(RunningStage::isReady);
  }

  /** Port of the HTTP listener, if a stage with routes runs here. */
  public Optional<Integer> httpPort() {
    return http.map(HttpHost::port);
  }

  @Override
  public void close() {
    http.ifPresent(HttpHost::close);
    running.reversed().forEach(RunningStage::close);
  }
}

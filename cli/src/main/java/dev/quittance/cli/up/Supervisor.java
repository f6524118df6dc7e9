package dev.quittance.cli.up;

import dev.quittance.cli.local.LocalFolder;
import dev.quittance.line.LineStages;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.http.BlockingHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The processes of a line on this machine. Closing it stops them in the order of the data's flow.
 */
final class Supervisor implements AutoCloseable {
  private static final int HTTP_TIMEOUT_MS = 2_000;

  /** The gateway ends what it has begun before anybody behind it goes. */
  private static final Duration GATEWAY_PATIENCE = Duration.ofSeconds(15);

  /** The others end side by side, each asked a little after the one before it. */
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<SupervisedStage> stages;
  private final BlockingHttp http;

  private Supervisor(List<SupervisedStage> stages, BlockingHttp http) {
    this.stages = stages;
    this.http = http;
  }

  /**
   * Starts one process per stage, or as many as wanted.
   *
   * @param instances how many by stage; one where it says nothing
   * @param gatewayPort that the first ingest listens on if it is free; 0 for any free one
   */
  static Supervisor start(
      LocalFolder folder,
      Settings settings,
      Map<String, Integer> instances,
      int gatewayPort,
      SupervisedStage.Watcher watcher) {
    BlockingHttp http = new BlockingHttp(HTTP_TIMEOUT_MS);
    String host = settings.http().host();
    List<SupervisedStage> stages = new ArrayList<>();
    for (String name : LineStages.names(settings)) {
      for (int i = 1; i <= instances.getOrDefault(name, 1); i++) {
        StageSpec spec =
            new StageSpec(
                name, name + "-" + i, folder.settings(), host, folder.root().resolve("stages"));
        int port = stages.isEmpty() ? portFor(host, gatewayPort) : SupervisedStage.freePort(host);
        stages.add(new SupervisedStage(spec, port, http, watcher));
      }
    }
    stages.forEach(SupervisedStage::start);
    return new Supervisor(List.copyOf(stages), http);
  }

  /** The processes, in the order of the data's flow. */
  List<SupervisedStage> stages() {
    return stages;
  }

  /** Whether all of them are at work. */
  boolean allReady() {
    return stages.stream().allMatch(stage -> stage.state() instanceof ChildState.Ready);
  }

  @Override
  public void close() {
    String first = LineStages.NAMES.getFirst();
    List<SupervisedStage> gateways =
        stages.stream().filter(stage -> stage.spec().stage().equals(first)).toList();
    List<SupervisedStage> others =
        stages.stream().filter(stage -> !stage.spec().stage().equals(first)).toList();
    gateways.forEach(SupervisedStage::terminate);
    gateways.forEach(stage -> stage.awaitEnd(GATEWAY_PATIENCE));
    for (SupervisedStage stage : others) {
      stage.terminate();
      stage.awaitEnd(BETWEEN);
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    for (SupervisedStage stage : stages) {
      stage.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      stage.end();
    }
    http.close();
  }

  /** The wanted port, or another one where it is taken or any will do (0). */
  static int portFor(String host, int wanted) {
    return wanted != 0 && isFree(host, wanted) ? wanted : SupervisedStage.freePort(host);
  }

  private static boolean isFree(String host, int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(host))) {
      return probe.isBound();
    } catch (IOException _) {
      return false;
    }
  }
}

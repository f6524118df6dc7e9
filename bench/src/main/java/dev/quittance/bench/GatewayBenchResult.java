package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a benchmark of the gateway came to.
 *
 * @param isPinned whether the measured servers had a processor that broker and load left alone
 * @param gateway its rounds
 * @param bare those of the bare server
 * @param steady the gateway's delays at half of what it can do
 * @param residentBytes memory of the gateway's process after the load
 * @param accepted orders that were answered with 202 over the whole run, each found in the topic
 * @param written records that the topic has
 * @param profile of a saturated round, when wanted
 */
public record GatewayBenchResult(
    Machine machine,
    GatewayBenchOptions options,
    boolean isPinned,
    List<ServerRound> gateway,
    List<ServerRound> bare,
    SteadyAnswers steady,
    Optional<NoisyTenantResult> noisy,
    long residentBytes,
    int accepted,
    int written,
    Optional<Profile> profile) {
  /** Keeps copies. */
  public GatewayBenchResult {
    gateway = List.copyOf(gateway);
    bare = List.copyOf(bare);
  }

  /** The gateway's median round, by throughput. */
  public ServerRound gatewayMedian() {
    return median(gateway);
  }

  /** The bare server's median round, by throughput. */
  public ServerRound bareMedian() {
    return median(bare);
  }

  /** What part of the bare server's orders a second of processor time the gateway has. */
  public double ofBare() {
    return gatewayMedian().perCoreSecond() / bareMedian().perCoreSecond();
  }

  static ServerRound median(List<ServerRound> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(ServerRound::perSecond))
        .skip((rounds.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }

  /** One object; times in milliseconds, memory in bytes. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    machine.write(json.putObject("machine"));
    json.putObject("options")
        .put("orders", options.orders())
        .put("connections", options.connections())
        .put("seconds", options.seconds())
        .put("rounds", options.rounds());
    json.put("pinned", isPinned);
    json.put("profiled", profile.isPresent());
    rounds(json.putArray("gateway"), gateway);
    rounds(json.putArray("bare"), bare);
    json.put("ordersPerSecond", gatewayMedian().perSecond());
    json.put("cpuMsPerOrder", gatewayMedian().cpuMsPerOrder());
    json.put("ofBare", ofBare());
    write(json.putObject("steady"), steady);
    noisy.ifPresent(result -> write(json.putObject("noisy"), result));
    return json.put("residentBytes", residentBytes)
        .put("accepted", accepted)
        .put("written", written);
  }

  private static void rounds(ArrayNode array, List<ServerRound> rounds) {
    for (ServerRound round : rounds) {
      array
          .addObject()
          .put("orders", round.orders())
          .put("perSecond", round.perSecond())
          .put("cpuMsPerOrder", round.cpuMsPerOrder())
          .put("perCoreSecond", round.perCoreSecond())
          .put("cores", round.cores());
    }
  }

  private static void write(ObjectNode node, SteadyAnswers answers) {
    node.put("offeredPerSecond", answers.offeredPerSecond())
        .put("donePerSecond", answers.donePerSecond())
        .put("sustained", answers.isSustained())
        .put("p50", answers.p50())
        .put("p95", answers.p95())
        .put("p99", answers.p99())
        .put("max", answers.max());
  }

  private static void write(ObjectNode node, NoisyTenantResult noisy) {
    node.put("steadyPerSecond", noisy.steadyPerSecond())
        .put("quota", noisy.quota())
        .put("sentPerSecond", noisy.sentPerSecond())
        .put("connections", noisy.connections())
        .put("accepted", noisy.accepted())
        .put("refused", noisy.refused())
        .put("ratio", noisy.ratio());
    write(node.putObject("alone"), noisy.alone());
    write(node.putObject("beside"), noisy.beside());
  }
}

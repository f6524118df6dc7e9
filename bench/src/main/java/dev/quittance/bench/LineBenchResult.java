package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What a benchmark of the line came to.
 *
 * @param chain one backlog of the bare chain per round
 * @param line one backlog of the line per round
 * @param latencies of the line, at each load that was tried
 * @param idleCpuMsPerSecond processor time of all processes while the line has nothing to do
 * @param idle memory of the line at work without load
 * @param peak the most memory that it took under load
 * @param profiles of the measured phases, when wanted
 */
public record LineBenchResult(
    Machine machine,
    LineBenchOptions options,
    List<Throughput> chain,
    List<Throughput> line,
    List<Latency> latencies,
    double idleCpuMsPerSecond,
    Memory idle,
    Memory peak,
    List<Profile> profiles) {
  /** Keeps copies. */
  public LineBenchResult {
    chain = List.copyOf(chain);
    line = List.copyOf(line);
    latencies = List.copyOf(latencies);
    profiles = List.copyOf(profiles);
  }

  /** The median round of the bare chain, by throughput. */
  public Throughput chainMedian() {
    return median(chain);
  }

  /** The median round of the line, by throughput. */
  public Throughput lineMedian() {
    return median(line);
  }

  /** What part of the bare chain's throughput the line has. */
  public double ratio() {
    return lineMedian().perSecond() / chainMedian().perSecond();
  }

  /** One object; memory in bytes, times in milliseconds. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    machine.write(json.putObject("machine"));
    json.putObject("options")
        .put("orders", options.orders())
        .put("rate", options.rate())
        .put("seconds", options.seconds())
        .put("rounds", options.rounds())
        .put("lanes", options.lanes());
    json.put("profiled", !profiles.isEmpty());
    rounds(json.putArray("chain"), chain);
    rounds(json.putArray("line"), line);
    json.put("ratio", ratio());
    ArrayNode measured = json.putArray("latencies");
    for (Latency latency : latencies) {
      ObjectNode node =
          measured
              .addObject()
              .put("offeredPerSecond", latency.offeredPerSecond())
              .put("donePerSecond", latency.donePerSecond())
              .put("sustained", latency.isSustained());
      latency.appended().write(node.putObject("appendedMs"));
      latency.seen().write(node.putObject("seenMs"));
    }
    json.put("idleCpuMsPerSecond", idleCpuMsPerSecond);
    memory(json.putObject("idleBytes"), idle);
    memory(json.putObject("peakBytes"), peak);
    return json;
  }

  static Throughput median(List<Throughput> rounds) {
    return rounds.stream()
        .sorted((a, b) -> Double.compare(a.perSecond(), b.perSecond()))
        .skip((rounds.size() - 1) / 2)
        .findFirst()
        .orElseThrow();
  }

  private static void rounds(ArrayNode array, List<Throughput> rounds) {
    for (Throughput round : rounds) {
      array
          .addObject()
          .put("records", round.records())
          .put("perSecond", round.perSecond())
          .put("cpuMsPerRecord", round.cpuMsPerRecord());
    }
  }

  private static void memory(ObjectNode node, Memory memory) {
    node.put("stages", memory.stages())
        .put("registry", memory.registry())
        .put("total", memory.total());
  }
}

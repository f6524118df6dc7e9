package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.bench.Latency.Percentiles;

/**
 * What a benchmark of the workers came to.
 *
 * @param saturated a backlog of calls
 * @param cores processors in use in its steady time: workers, broker and the load with its watcher
 * @param mostInFlight calls that were under way at the same time, as the other side saw it
 * @param latency of tasks that came at a steady rate, from task to result, with the call itself
 */
public record WorkersBenchResult(
    Machine machine,
    WorkersBenchOptions options,
    SteadyState saturated,
    double cores,
    int mostInFlight,
    Latency latency) {

  /** From the append of a task to the append of its result, without the other side's time; ms. */
  public Percentiles extraAppendedMs() {
    return latency.appended().minus(options.latencyMs());
  }

  /** From when a task was due to when its result could be read, without the other side's time. */
  public Percentiles extraSeenMs() {
    return latency.seen().minus(options.latencyMs());
  }

  /** One object; times in milliseconds where not said otherwise. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    machine.write(json.putObject("machine"));
    json.putObject("options")
        .put("calls", options.calls())
        .put("inFlight", options.inFlight())
        .put("latencyMs", options.latencyMs())
        .put("seconds", options.seconds());
    json.putObject("saturated")
        .put("callsPerSecond", saturated.perSecond())
        .put("idealPerSecond", options.ideal())
        .put("cores", cores)
        .put("mostInFlight", mostInFlight)
        .put("rampUpSeconds", saturated.rampUpS())
        .put("steadySeconds", saturated.steadyS())
        .put("tailSeconds", saturated.tailS());
    ObjectNode steadily =
        json.putObject("latency")
            .put("offeredPerSecond", latency.offeredPerSecond())
            .put("donePerSecond", latency.donePerSecond())
            .put("sustained", latency.isSustained());
    extraAppendedMs().write(steadily.putObject("extraAppendedMs"));
    extraSeenMs().write(steadily.putObject("extraSeenMs"));
    return json;
  }
}

package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/**
 * What a benchmark of outgoing webhooks came to.
 *
 * @param one all messages to one endpoint
 * @param many the messages divided among the endpoints
 */
public record WebhooksBenchResult(
    Machine machine, WebhooksBenchOptions options, Compared one, Compared many) {

  /**
   * The stage beside bare requests, a measurement of each per round.
   *
   * @param stage from the append of the first event until the receiver has the last message
   * @param bare signed requests by the stage's client to the same receivers
   */
  public record Compared(List<Throughput> stage, List<Throughput> bare) {
    /** Keeps immutable copies. */
    public Compared {
      stage = List.copyOf(stage);
      bare = List.copyOf(bare);
    }

    /** The stage's median by rate. */
    public Throughput stageMedian() {
      return median(stage);
    }

    /** The bare requests' median by rate. */
    public Throughput bareMedian() {
      return median(bare);
    }

    /** What part of the bare rate the stage has. */
    public double ratio() {
      return stageMedian().perSecond() / bareMedian().perSecond();
    }

    private static Throughput median(List<Throughput> measured) {
      return measured.stream()
          .sorted(Comparator.comparingDouble(Throughput::perSecond))
          .toList()
          .get(measured.size() / 2);
    }

    private void write(ObjectNode json) {
      write(json.putObject("stage"), stageMedian());
      write(json.putObject("bare"), bareMedian());
      json.put("ratio", ratio());
    }

    private static void write(ObjectNode json, Throughput throughput) {
      json.put("messagesPerSecond", throughput.perSecond())
          .put("cpuMsPerMessage", throughput.cpuMsPerRecord());
    }
  }

  /** One object. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    machine.write(json.putObject("machine"));
    json.putObject("options")
        .put("messages", options.messages())
        .put("endpoints", options.endpoints())
        .put("rounds", options.rounds());
    one.write(json.putObject("one"));
    many.write(json.putObject("many"));
    return json;
  }
}

package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What one core does for the log. Rates are per second of processor time of the one thread.
 *
 * @param recoversPerSecond signatures that the library recovers, without anything around it
 * @param checkedPerSecond receipts that become leaves and tiles, every signature recovered
 * @param believedPerSecond the same without recovering
 * @param trees trees of growing size
 */
public record LogBenchResult(
    Machine machine,
    double recoversPerSecond,
    double checkedPerSecond,
    double believedPerSecond,
    List<Tree> trees) {

  /**
   * One tree of entries, as it grew and as it is proven from.
   *
   * @param leaves its size
   * @param heapBytes used after a collection, with all that the processor keeps
   * @param leavesPerSecond that were appended, tiles written to files
   * @param lookup finding an entry by its offset in the published bundles, in ms
   * @param proof that, the inclusion proof from tiles and its check, in ms
   */
  public record Tree(
      long leaves,
      long heapBytes,
      double leavesPerSecond,
      Latency.Percentiles lookup,
      Latency.Percentiles proof) {}

  /** Copies the list. */
  public LogBenchResult {
    trees = List.copyOf(trees);
  }

  /** How much of the library's rate the whole processor reaches. */
  public double ofRecoverRate() {
    return checkedPerSecond / recoversPerSecond;
  }

  /** One object for programs. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("recoversPerSecond", recoversPerSecond)
        .put("checkedPerSecond", checkedPerSecond)
        .put("believedPerSecond", believedPerSecond)
        .put("ofRecoverRate", ofRecoverRate());
    for (Tree tree : trees) {
      ObjectNode node =
          json.withArray("trees")
              .addObject()
              .put("leaves", tree.leaves())
              .put("heapBytes", tree.heapBytes())
              .put("leavesPerSecond", tree.leavesPerSecond());
      percentiles(node.putObject("lookupMs"), tree.lookup());
      percentiles(node.putObject("proofMs"), tree.proof());
    }
    return json;
  }

  private static void percentiles(ObjectNode node, Latency.Percentiles ms) {
    node.put("p50", ms.p50()).put("p99", ms.p99()).put("max", ms.max());
  }
}

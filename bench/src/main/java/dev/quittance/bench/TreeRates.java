package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.receipts.crypto.Bytes32;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one tree does, per second of its process's processor time, collector and compiler included.
 *
 * @param root of the tree, by which trees that should be the same are compared
 * @param builtPerSecond leaves, from entry to finished tree
 * @param provenPerSecond inclusion proofs made
 * @param checkedPerSecond inclusion proofs checked, the entry's hash included
 * @param heapBytes that the built tree keeps, its entries not counted
 */
public record TreeRates(
    Bytes32 root,
    double builtPerSecond,
    double provenPerSecond,
    double checkedPerSecond,
    long heapBytes) {

  /** The median of each number. All must have the same root. */
  static TreeRates median(List<TreeRates> rounds) {
    Bytes32 root = rounds.getFirst().root();
    if (!rounds.stream().allMatch(round -> round.root().equals(root))) {
      throw new IllegalStateException("the same leaves gave different roots: " + rounds);
    }
    return new TreeRates(
        root,
        middle(rounds, TreeRates::builtPerSecond),
        middle(rounds, TreeRates::provenPerSecond),
        middle(rounds, TreeRates::checkedPerSecond),
        (long) middle(rounds, TreeRates::heapBytes));
  }

  private static double middle(List<TreeRates> rounds, ToDoubleFunction<TreeRates> number) {
    double[] sorted = rounds.stream().mapToDouble(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  void write(ObjectNode json) {
    json.put("root", root.toString())
        .put("builtPerSecond", builtPerSecond)
        .put("provenPerSecond", provenPerSecond)
        .put("checkedPerSecond", checkedPerSecond)
        .put("heapBytes", heapBytes);
  }
}

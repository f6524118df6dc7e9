package dev.quittance.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trees beside each other.
 *
 * @param options what was measured
 * @param medians of the rounds; only our own if the others were left out
 * @param leftOut why the others were, if they were
 */
public record TreeBenchResult(
    TreeBenchOptions options, Map<BenchedTree, TreeRates> medians, Optional<String> leftOut) {
  private static final List<List<BenchedTree>> SAME_ROOT =
      List.of(
          List.of(BenchedTree.APPENDED, BenchedTree.IN_MEMORY),
          List.of(BenchedTree.IN_MEMORY, BenchedTree.MERKLETREEJS),
          List.of(BenchedTree.STANDARD, BenchedTree.OPENZEPPELIN));
  private static final List<List<BenchedTree>> COMPARED =
      List.of(
          List.of(BenchedTree.IN_MEMORY, BenchedTree.MERKLETREEJS),
          List.of(BenchedTree.STANDARD, BenchedTree.OPENZEPPELIN),
          List.of(BenchedTree.APPENDED, BenchedTree.MERKLETREEJS),
          List.of(BenchedTree.APPENDED, BenchedTree.OPENZEPPELIN));

  /**
   * Ours over theirs: more than 1 is faster, and for the heap larger.
   *
   * @param ours one of our trees
   * @param theirs another library's
   */
  public record Ratio(
      BenchedTree ours,
      BenchedTree theirs,
      double built,
      double proven,
      double checked,
      double heap) {}

  /**
   * Copies the map, and checks that what should be one tree is.
   *
   * @throws IllegalStateException if it is not
   */
  public TreeBenchResult {
    medians = Map.copyOf(medians);
    for (List<BenchedTree> pair : SAME_ROOT) {
      requireSameRoot(medians, pair.getFirst(), pair.getLast());
    }
  }

  /** Ours over theirs; none if the others were left out. */
  public List<Ratio> ratios() {
    return COMPARED.stream()
        .filter(pair -> medians.keySet().containsAll(pair))
        .map(pair -> ratio(pair.getFirst(), pair.getLast()))
        .toList();
  }

  /** One object for programs. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("leaves", options.leaves())
        .put("proofs", options.proofs())
        .put("rounds", options.rounds())
        .put("seed", options.seed());
    leftOut.ifPresent(reason -> json.put("leftOut", reason));
    ObjectNode trees = json.putObject("trees");
    new EnumMap<>(medians).forEach((tree, rates) -> rates.write(trees.putObject(tree.id())));
    for (Ratio ratio : ratios()) {
      json.withArray("ratios")
          .addObject()
          .put("ours", ratio.ours().id())
          .put("theirs", ratio.theirs().id())
          .put("built", ratio.built())
          .put("proven", ratio.proven())
          .put("checked", ratio.checked())
          .put("heap", ratio.heap());
    }
    return json;
  }

  private Ratio ratio(BenchedTree ours, BenchedTree theirs) {
    TreeRates our = rates(ours);
    TreeRates their = rates(theirs);
    return new Ratio(
        ours,
        theirs,
        our.builtPerSecond() / their.builtPerSecond(),
        our.provenPerSecond() / their.provenPerSecond(),
        our.checkedPerSecond() / their.checkedPerSecond(),
        (double) our.heapBytes() / Math.max(1, their.heapBytes()));
  }

  private TreeRates rates(BenchedTree tree) {
    TreeRates rates = medians.get(tree);
    if (rates == null) {
      throw new IllegalStateException(tree.title() + " was not measured");
    }
    return rates;
  }

  private static void requireSameRoot(
      Map<BenchedTree, TreeRates> medians, BenchedTree one, BenchedTree other) {
    TreeRates rates = medians.get(one);
    TreeRates otherRates = medians.get(other);
    if (rates != null && otherRates != null && !rates.root().equals(otherRates.root())) {
      throw new IllegalStateException(
          "%s and %s differ in the root of the same leaves: %s, %s"
              .formatted(one.title(), other.title(), rates.root(), otherRates.root()));
    }
  }
}

package dev.quittance.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures our trees and those of other libraries in turns, over the same leaves. Not thread-safe.
 */
public final class TreeBench {
  private final TreeBenchOptions options;
  private final OwnTrees own;
  private final Map<BenchedTree, List<TreeRates>> rounds = new EnumMap<>(BenchedTree.class);

  private TreeBench(TreeBenchOptions options, Path folder) {
    this.options = options;
    this.own = new OwnTrees(options, folder);
  }

  /**
   * Measures. Without Node our own trees alone are measured, and the result says so.
   *
   * @param home of the checkout, where the other libraries are
   * @param folder empty; tiles are written there and left
   * @param progress told what is done, for people
   * @throws IllegalStateException if two libraries give different roots of the same tree
   * @throws IOException if a library fails
   */
  public static TreeBenchResult run(
      TreeBenchOptions options, Path home, Path folder, Consumer<String> progress)
      throws IOException {
    TreeBench bench = new TreeBench(options, folder);
    progress.accept("trees of %,d leaves, warming up".formatted(options.leaves()));
    bench.measureOwn();
    bench.rounds.clear();
    return switch (NodeLibraries.find(home)) {
      case NodeLibraries.Found(NodeLibraries others) -> bench.beside(others, progress);
      case NodeLibraries.Missing(String reason) -> bench.alone(reason);
    };
  }

  private TreeBenchResult alone(String reason) {
    for (int round = 0; round < options.rounds(); round++) {
      measureOwn();
    }
    return result(Optional.of(reason));
  }

  private TreeBenchResult beside(NodeLibraries others, Consumer<String> progress)
      throws IOException {
    for (int round = 1; round <= options.rounds(); round++) {
      progress.accept("  round %d of %d, ours and theirs".formatted(round, options.rounds()));
      measureOwn();
      for (BenchedTree other : List.of(BenchedTree.MERKLETREEJS, BenchedTree.OPENZEPPELIN)) {
        add(other, others.measure(other, options));
      }
    }
    return result(Optional.empty());
  }

  private void measureOwn() {
    add(BenchedTree.APPENDED, own.appended());
    add(BenchedTree.IN_MEMORY, own.inMemory());
    add(BenchedTree.STANDARD, own.standard());
  }

  private void add(BenchedTree tree, TreeRates rates) {
    rounds.computeIfAbsent(tree, _ -> new ArrayList<>()).add(rates);
  }

  private TreeBenchResult result(Optional<String> leftOut) {
    Map<BenchedTree, TreeRates> medians = new EnumMap<>(BenchedTree.class);
    rounds.forEach((tree, rates) -> medians.put(tree, TreeRates.median(rates)));
    return new TreeBenchResult(options, medians, leftOut);
  }
}

package dev.quittance.cli.command;

import dev.quittance.bench.BenchedTree;
import dev.quittance.bench.TreeBenchResult;
import dev.quittance.bench.TreeRates;
import dev.quittance.cli.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Our trees beside those of other libraries, for people. */
final class TreeBenchText {
  private static final List<String> DIFFERENCES =
      List.of(
          "Rates are per second of processor time, collector and compiler included; bytes are those",
          "that the tree keeps on the heap, its entries not counted. Trees called the same had the",
          "same root. What differs beside the language:",
          "- merkletreejs builds our RFC 6962 tree when it is given that RFC's prefixes. It has no",
          "  consistency proofs and keeps the whole tree in memory; a proof is a list of its nodes.",
          "- @openzeppelin/merkle-tree hashes sorted pairs by keccak-256, for contracts: a proof says",
          "  nothing of a leaf's position, and there are no consistency proofs. It keeps the whole",
          "  tree in memory, as text, and checks each proof that it makes. It hashes in JavaScript.",
          "- Ours in files writes tiles while it is built, and reads them again for each proof.");

  private TreeBenchText() {}

  static void print(TreeBenchResult result, Results results) {
    results.line("");
    Table table =
        new Table(
            "%,d leaves, median of %d"
                .formatted(result.options().leaves(), result.options().rounds()),
            ">leaves built",
            ">proofs made",
            ">proofs checked",
            ">bytes a leaf");
    for (BenchedTree tree : BenchedTree.values()) {
      Optional.ofNullable(result.medians().get(tree))
          .ifPresent(rates -> rates(table, tree, rates, result.options().leaves()));
    }
    for (TreeBenchResult.Ratio ratio : result.ratios()) {
      table.row(
          of(ratio.ours()) + " / " + of(ratio.theirs()),
          ratio(ratio.built()),
          ratio(ratio.proven()),
          ratio(ratio.checked()),
          ratio(ratio.heap()));
    }
    results.print(table);
    results.line("");
    result
        .leftOut()
        .ifPresentOrElse(
            reason -> results.line("  The other libraries are left out. " + reason),
            () -> DIFFERENCES.forEach(line -> results.line("  " + line)));
  }

  private static void rates(Table table, BenchedTree tree, TreeRates rates, int leaves) {
    table.row(
        tree.title(),
        whole(rates.builtPerSecond()),
        whole(rates.provenPerSecond()),
        whole(rates.checkedPerSecond()),
        whole((double) rates.heapBytes() / leaves));
  }

  private static String of(BenchedTree tree) {
    return switch (tree) {
      case APPENDED -> "ours in files";
      case IN_MEMORY -> "ours in memory";
      case MERKLETREEJS -> "merkletreejs";
      case STANDARD -> "ours of keccak";
      case OPENZEPPELIN -> "@openzeppelin";
    };
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%,.3f" : "%,.1f", value);
  }
}

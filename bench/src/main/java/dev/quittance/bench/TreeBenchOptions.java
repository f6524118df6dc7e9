package dev.quittance.bench;

/**
 * What to measure of trees.
 *
 * @param leaves of each tree, entries of 88 bytes
 * @param proofs made and checked in each tree
 * @param rounds turns between ours and the others
 * @param seed that the entries are made from, not negative
 */
public record TreeBenchOptions(int leaves, int proofs, int rounds, long seed) {
  /** Checks the ranges. */
  public TreeBenchOptions {
    if (leaves < 1 || proofs < 1 || rounds < 1 || seed < 0) {
      throw new IllegalArgumentException(
          "leaves, proofs and rounds must be at least 1, the seed at least 0: %d, %d, %d, %d"
              .formatted(leaves, proofs, rounds, seed));
    }
  }
}

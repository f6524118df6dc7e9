package dev.quittance.bench;

/**
 * What to measure of trees.
 *
 * @param leaves of each tree, entries of 88 bytes
 * @param proofs made and checked in each tree
 * @param rounds turns between ours and the others
 * @param leastMs of processor time that each measurement takes: work is done again until then
 * @param seed that the entries are made from, not negative
 */
public record TreeBenchOptions(int leaves, int proofs, int rounds, int leastMs, long seed) {
  /** Checks the ranges. */
  public TreeBenchOptions {
    if (leaves < 1 || proofs < 1 || rounds < 1 || leastMs < 1 || seed < 0) {
      throw new IllegalArgumentException(
          "leaves, proofs, rounds and ms must be at least 1, the seed 0: %d, %d, %d, %d, %d"
              .formatted(leaves, proofs, rounds, leastMs, seed));
    }
  }
}

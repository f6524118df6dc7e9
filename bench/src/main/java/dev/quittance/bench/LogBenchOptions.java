package dev.quittance.bench;

/**
 * What to measure of the log.
 *
 * @param leaves leaves of the large tree; the small one has a tenth
 * @param receipts signed receipts that the log's processor is measured with
 * @param proofs how many are made from each tree's tiles
 */
public record LogBenchOptions(long leaves, int receipts, int proofs) {
  /** How much smaller the small tree is. */
  static final int SCALE = 10;

  /** Checks the ranges. */
  public LogBenchOptions {
    if (leaves < SCALE || receipts < 1 || proofs < 1) {
      throw new IllegalArgumentException(
          "leaves must be at least 10, receipts and proofs at least 1: %d, %d, %d"
              .formatted(leaves, receipts, proofs));
    }
  }
}

package dev.quittance.auditor;

/**
 * What came of one level, in its unit.
 *
 * @param level the level
 * @param ok for how many all checks hold
 * @param failed for how many one does not; at least 1 if any finding of the level is a failure
 * @param inconclusive for how many one could not be made
 * @param pending how many are not due yet
 */
public record LevelResult(Level level, long ok, long failed, long inconclusive, long pending) {

  /** How the level stands. */
  public Outcome outcome() {
    if (failed > 0) {
      return Outcome.FAILED;
    }
    return inconclusive > 0 ? Outcome.INCONCLUSIVE : Outcome.OK;
  }
}

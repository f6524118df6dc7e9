package dev.quittance.receipts.log;

import java.util.Optional;

/**
 * When periods end: every cadence, counted from the first start.
 *
 * @param firstStart start of period 0, unix seconds
 * @param cadenceSeconds length of a period, at least 1
 * @param catchUp what happens to periods that nobody closed in time
 */
public record PeriodSchedule(long firstStart, int cadenceSeconds, CatchUp catchUp) {

  /** How missed periods are closed after an outage. */
  public enum CatchUp {
    /** One close for each. */
    EACH("each"),
    /** One close for all of them together. */
    MERGE("merge");

    private final String label;

    CatchUp(String label) {
      this.label = label;
    }

    /** The word that the log's rules use. */
    public String label() {
      return label;
    }
  }

  /** Checks the ranges. */
  public PeriodSchedule {
    if (firstStart < 0 || cadenceSeconds < 1) {
      throw new IllegalArgumentException(
          "firstStart must not be negative and cadenceSeconds at least 1: %d, %d"
              .formatted(firstStart, cadenceSeconds));
    }
  }

  /**
   * The first end that lies after a period's start. A period that began between two ends, because
   * the epoch before was ended early, is a short one.
   *
   * @param start where it starts: the previous end, or {@link #firstStart} for period 0
   */
  public long endAfter(long start) {
    return boundaryAt(start) + cadenceSeconds;
  }

  /**
   * The next period to close, if it is over.
   *
   * @param start where it starts: the previous end, or {@link #firstStart} for period 0
   * @param nowSeconds the time, unix seconds
   */
  public Optional<PeriodBounds> due(long start, long nowSeconds) {
    long lastEnd = boundaryAt(nowSeconds);
    if (lastEnd <= start) {
      return Optional.empty();
    }
    long end =
        switch (catchUp) {
          case EACH -> endAfter(start);
          case MERGE -> lastEnd;
        };
    return Optional.of(new PeriodBounds(start, end));
  }

  /**
   * Whether a period may have these bounds. It may end before its time, as the last one of an epoch
   * does, and that of one that was to be ended and went on; later only where missed periods are
   * merged, and then at one of the ends that it passed.
   */
  public boolean allows(PeriodBounds period) {
    boolean isMerged = catchUp == CatchUp.MERGE && boundaryAt(period.end()) == period.end();
    return period.end() <= endAfter(period.start()) || isMerged;
  }

  /** The last end that is not after a time. */
  private long boundaryAt(long seconds) {
    return seconds - Math.floorMod(seconds - firstStart, cadenceSeconds);
  }
}

package dev.quittance.auditor;

import java.time.Duration;
import java.util.Locale;

/**
 * How far the reading of records is.
 *
 * @param records read so far
 * @param upperBound at most so many there are
 * @param elapsed since the reading began
 */
public record Progress(long records, long upperBound, Duration elapsed) {

  /** Hears of progress, several times a second at most; from any thread, one at a time. */
  @FunctionalInterface
  public interface Listener {
    /** The reading has come this far. */
    void progressed(Progress progress);

    /** Hears nothing. */
    static Listener silent() {
      return _ -> {};
    }
  }

  /** Records read per second so far. */
  public double recordsPerSecond() {
    double seconds = elapsed.toNanos() / 1e9;
    return seconds > 0 ? records / seconds : 0;
  }

  /** How long the rest takes at this rate; zero as long as there is none. */
  public Duration timeLeft() {
    double rate = recordsPerSecond();
    return rate > 0
        ? Duration.ofMillis(Math.round(Math.max(0, upperBound - records) / rate * 1000))
        : Duration.ZERO;
  }

  /** For people: how many, how fast, and how long it still takes. */
  public String toText() {
    return String.format(
        Locale.ROOT,
        "%,d of at most %,d records, %,.0f a second, %d s to go",
        records,
        upperBound,
        recordsPerSecond(),
        timeLeft().toSeconds());
  }
}

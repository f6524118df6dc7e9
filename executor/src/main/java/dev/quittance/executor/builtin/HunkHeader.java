package dev.quittance.executor.builtin;

import java.util.Optional;

/**
 * The line {@code @@ -1,7 +1,8 @@}: how many lines of each side follow. Without a count it is 1.
 *
 * @param newStart the number of the first line in the new file
 */
record HunkHeader(int oldCount, int newStart, int newCount) {
  private static final int MAX_DIGITS = 9;

  static Optional<HunkHeader> parse(String line) {
    int end = line.indexOf(" @@", 3);
    if (!line.startsWith("@@ -") || end < 0) {
      return Optional.empty();
    }
    var ranges = line.substring("@@ -".length(), end);
    int plus = ranges.indexOf(" +");
    if (plus < 0) {
      return Optional.empty();
    }
    int[] old = range(ranges.substring(0, plus));
    int[] now = range(ranges.substring(plus + 2));
    return old.length == 0 || now.length == 0
        ? Optional.empty()
        : Optional.of(new HunkHeader(old[1], now[0], now[1]));
  }

  /** Start and count, or nothing. */
  private static int[] range(String text) {
    int comma = text.indexOf(',');
    var start = comma < 0 ? text : text.substring(0, comma);
    var count = comma < 0 ? "1" : text.substring(comma + 1);
    return isNumber(start) && isNumber(count)
        ? new int[] {Integer.parseInt(start), Integer.parseInt(count)}
        : new int[0];
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

package dev.quittance.executor.builtin;

import java.util.List;

/**
 * A unified diff, as {@code git diff} and {@code diff -u} write it.
 *
 * @param files the changed files in their order
 */
record UnifiedDiff(List<FileDiff> files) {

  /** What a line is in its hunk. */
  enum Kind {
    CONTEXT,
    ADDED,
    REMOVED
  }

  /**
   * One line of a hunk.
   *
   * @param number its number in the new file, from 1; for a removed line, the number of the line
   *     that now stands there
   * @param text its content without the diff's mark
   */
  record Line(Kind kind, int number, String text) {}

  /** The lines of one hunk. */
  record Hunk(List<Line> lines) {

    /** The lines that the new file holds. */
    List<Line> newLines() {
      return lines.stream().filter(line -> line.kind() != Kind.REMOVED).toList();
    }
  }

  /**
   * The changes of one file.
   *
   * @param path its path in the new tree, or in the old one when it was deleted
   */
  record FileDiff(String path, List<Hunk> hunks) {

    long count(Kind kind) {
      return hunks.stream()
          .flatMap(hunk -> hunk.lines().stream())
          .filter(line -> line.kind() == kind)
          .count();
    }
  }

  /** The result of reading a diff. */
  sealed interface Parsed {
    /** The text is a diff. */
    record Valid(UnifiedDiff diff) implements Parsed {}

    /**
     * The text is not a diff.
     *
     * @param line the first line that does not fit, from 1
     */
    record Malformed(int line, String expectation) implements Parsed {}
  }
}

package dev.quittance.executor.builtin;

import static dev.quittance.executor.builtin.ReviewRule.DEBUG_PRINT;
import static dev.quittance.executor.builtin.ReviewRule.DISABLED_TLS_VERIFICATION;
import static dev.quittance.executor.builtin.ReviewRule.FLOAT_EQUALITY;
import static dev.quittance.executor.builtin.ReviewRule.HARD_CODED_SECRET;
import static dev.quittance.executor.builtin.ReviewRule.LARGE_FUNCTION;
import static dev.quittance.executor.builtin.ReviewRule.LONG_LINE;
import static dev.quittance.executor.builtin.ReviewRule.MISSING_TESTS;
import static dev.quittance.executor.builtin.ReviewRule.SQL_CONCATENATION;
import static dev.quittance.executor.builtin.ReviewRule.SWALLOWED_EXCEPTION;
import static dev.quittance.executor.builtin.ReviewRule.TODO_LEFT;
import static dev.quittance.executor.builtin.ReviewRule.TRAILING_WHITE_SPACE;

import dev.quittance.executor.builtin.UnifiedDiff.FileDiff;
import dev.quittance.executor.builtin.UnifiedDiff.Kind;
import dev.quittance.executor.builtin.UnifiedDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reviews the added lines of a diff; what was there before is nobody's finding. Findings come in
 * the order of files and lines, and on one line in the order of {@link ReviewRule}.
 */
final class CodeReview {
  private static final int TESTED_FROM_LINES = 5;
  private static final List<String> TEST_WORDS = List.of("test", "tests", "spec", "specs", "it");

  /** One finding at a line of the new file. */
  record Finding(ReviewRule rule, String file, int line) {}

  private final Set<ReviewRule> rules;
  private final List<Finding> findings = new ArrayList<>();

  private CodeReview(Set<ReviewRule> rules) {
    this.rules = rules;
  }

  static List<Finding> of(UnifiedDiff diff, Set<ReviewRule> rules) {
    var review = new CodeReview(rules);
    boolean tested = diff.files().stream().anyMatch(file -> isTest(file.path()));
    for (var file : diff.files()) {
      review.reviewFile(file, tested);
    }
    return List.copyOf(review.findings);
  }

  private void reviewFile(FileDiff file, boolean tested) {
    var language = Language.of(file.path());
    boolean untested =
        !tested && language.isProgram() && file.count(Kind.ADDED) >= TESTED_FROM_LINES;
    note(MISSING_TESTS, untested, file, firstAdded(file));
    for (var hunk : file.hunks()) {
      var lines = hunk.newLines();
      var code =
          lines.stream().map(line -> CodeLine.of(line.number(), line.text(), language)).toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).kind() == Kind.ADDED) {
          reviewLine(file, code, i);
        }
      }
    }
  }

  private void reviewLine(FileDiff file, List<CodeLine> lines, int at) {
    var line = lines.get(at);
    int number = line.number();
    boolean test = isTest(file.path());
    note(HARD_CODED_SECRET, SecretScanner.hasSecret(line), file, number);
    note(DISABLED_TLS_VERIFICATION, LineChecks.disablesTlsVerification(line), file, number);
    note(SQL_CONCATENATION, LineChecks.concatenatesSql(line), file, number);
    note(SWALLOWED_EXCEPTION, BlockChecks.swallowsException(lines, at), file, number);
    note(FLOAT_EQUALITY, LineChecks.comparesFloats(line), file, number);
    note(DEBUG_PRINT, !test && LineChecks.hasDebugPrint(line), file, number);
    note(LARGE_FUNCTION, BlockChecks.startsLargeFunction(lines, at), file, number);
    note(LONG_LINE, LineChecks.isTooLong(line), file, number);
    note(TODO_LEFT, LineChecks.leavesTodo(line), file, number);
    note(TRAILING_WHITE_SPACE, LineChecks.hasTrailingWhiteSpace(line), file, number);
  }

  private void note(ReviewRule rule, boolean found, FileDiff file, int line) {
    if (found && rules.contains(rule)) {
      findings.add(new Finding(rule, file.path(), line));
    }
  }

  private static int firstAdded(FileDiff file) {
    return file.hunks().stream()
        .flatMap(hunk -> hunk.lines().stream())
        .filter(line -> line.kind() == Kind.ADDED)
        .mapToInt(Line::number)
        .findFirst()
        .orElse(1);
  }

  /**
   * Whether a word of the path says so: {@code src/test/…}, {@code FooTest.java}, {@code
   * a_test.go}.
   */
  private static boolean isTest(String path) {
    var spaced = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean hump = Character.isUpperCase(c) && i > 0 && isHump(path, i);
      spaced.append(hump ? " " : "").append(Ascii.isAlphanumeric(c) ? c : ' ');
    }
    return Word.of(spaced.toString()).stream().anyMatch(word -> TEST_WORDS.contains(word.text()));
  }

  private static boolean isHump(String path, int at) {
    boolean lowerFollows = at + 1 < path.length() && Character.isLowerCase(path.charAt(at + 1));
    return lowerFollows || !Character.isUpperCase(path.charAt(at - 1));
  }
}

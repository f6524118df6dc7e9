package dev.quittance.executor.builtin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The checks of the code review; in JSON a rule's name is in kebab case. */
enum ReviewRule {
  HARD_CODED_SECRET(Severity.CRITICAL, "a secret stands in the code; read it from configuration"),
  DISABLED_TLS_VERIFICATION(Severity.CRITICAL, "certificate verification is switched off"),
  SQL_CONCATENATION(Severity.MAJOR, "SQL is put together from parts; use bound parameters"),
  SWALLOWED_EXCEPTION(Severity.MAJOR, "an error is caught and dropped; handle or rethrow it"),
  FLOAT_EQUALITY(Severity.MINOR, "floating-point numbers are compared for equality"),
  DEBUG_PRINT(Severity.MINOR, "output for debugging is left; use the logger"),
  LARGE_FUNCTION(Severity.MINOR, "a function of more than 50 lines is added; split it"),
  MISSING_TESTS(Severity.MINOR, "source changes without any change to a test"),
  LONG_LINE(Severity.INFO, "the line is longer than 120 characters"),
  TODO_LEFT(Severity.INFO, "an unfinished part is marked; finish it or file an issue"),
  TRAILING_WHITE_SPACE(Severity.INFO, "white space at the end of the line");

  /** How much a finding matters. */
  enum Severity {
    CRITICAL,
    MAJOR,
    MINOR,
    INFO;

    String json() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Severity severity;
  private final String message;

  ReviewRule(Severity severity, String message) {
    this.severity = severity;
    this.message = message;
  }

  Severity severity() {
    return severity;
  }

  String message() {
    return message;
  }

  String json() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<ReviewRule> of(String json) {
    return Arrays.stream(values()).filter(rule -> rule.json().equals(json)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(ReviewRule::json).toList();
  }
}

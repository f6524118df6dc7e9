package dev.quittance.planning.document;

import java.util.regex.Pattern;

/** The forms that strings in documents may have, each with the words that an error uses for it. */
enum Shape {
  ID("[a-z0-9][a-z0-9-]{0,62}", "an id of 1 to 63 of a-z, 0-9 and -, not starting with -"),
  STEP_NAME(
      "[a-z][a-z0-9_]{0,31}", "a step name of 1 to 32 of a-z, 0-9 and _, starting with a letter"),
  SOURCE_ID("[ -~]{1,128}", "1 to 128 printable ASCII characters"),
  DISPLAY_NAME(
      "[^\\u0000-\\u001f\\u007f-\\u009f]{1,128}", "1 to 128 characters without control characters"),
  EXECUTOR(
      "[a-z0-9][a-z0-9-]{0,62}(/[a-z0-9][a-z0-9._-]{0,62})?",
      "an executor such as builtin/summarization"),
  ADDRESS("0x[0-9a-f]{40}", "an address: 0x and 40 lower-case hex digits"),
  HASH("0x[0-9a-f]{64}", "a hash: 0x and 64 lower-case hex digits"),
  AMOUNT("0|[1-9][0-9]{0,38}", "an amount: a decimal string without leading zeros, below 2^128"),
  LONG("0|[1-9][0-9]{0,18}", "a decimal string without leading zeros, below 2^63");

  private final Pattern pattern;
  private final String expected;

  Shape(String pattern, String expected) {
    this.pattern = Pattern.compile(pattern);
    this.expected = expected;
  }

  boolean matches(String text) {
    return pattern.matcher(text).matches();
  }

  String expected() {
    return expected;
  }
}

package dev.quittance.receipts.log;

/** What a log's origin may look like: a key name of the C2SP signed-note format. */
final class Origins {

  private Origins() {}

  /** Whether the text has no spaces, control characters or plus signs, and is not empty. */
  static boolean isValid(String origin) {
    return !origin.isEmpty()
        && origin
            .codePoints()
            .noneMatch(c ->
                c == '+'
                    || Character.isSpaceChar(c)
                    || Character.isISOControl(c)
                    || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }

  static void require(String origin) {
    if (!isValid(origin)) {
      throw new IllegalArgumentException(
          "origin must not be empty, nor have spaces or plus signs: '" + origin + "'");
    }
  }
}

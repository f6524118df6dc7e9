package dev.quittance.planning.document;

import java.util.function.IntPredicate;

/**
 * The forms that strings in documents may have, each with the words that an error uses for it.
 *
 * <p>Every string of every document is held to one, at every stage: they are matched by hand, and a
 * law holds them to the patterns that the published JSON Schemas state.
 */
enum Shape {
  ID("an id of 1 to 63 of a-z, 0-9 and -, not starting with -"),
  STEP_NAME("a step name of 1 to 32 of a-z, 0-9 and _, starting with a letter"),
  SOURCE_ID("1 to 128 printable ASCII characters"),
  DISPLAY_NAME("1 to 128 characters without control characters"),
  EXECUTOR("an executor such as builtin/summarization"),
  ADDRESS("an address: 0x and 40 lower-case hex digits"),
  HASH("a hash: 0x and 64 lower-case hex digits"),
  AMOUNT("an amount: a decimal string without leading zeros, below 2^128"),
  LONG("a decimal string without leading zeros, below 2^63"),
  SCOPE("a scope: orders:write, orders:read, webhooks or admin"),
  SIGNATURE("a signature: 0x and 130 lower-case hex digits (r, s, v)");

  private final String expected;

  Shape(String expected) {
    this.expected = expected;
  }

  boolean matches(String text) {
    return switch (this) {
      case ID -> isId(text);
      case STEP_NAME -> isWord(text, 32, Shape::isLower, c -> isAlphanumeric(c) || c == '_');
      case SOURCE_ID -> isWord(text, 128, Shape::isPrintable, Shape::isPrintable);
      case DISPLAY_NAME -> isDisplayName(text);
      case EXECUTOR -> isExecutor(text);
      case ADDRESS -> isHex(text, 40);
      case HASH -> isHex(text, 64);
      case AMOUNT -> isDecimal(text, 39);
      case LONG -> isDecimal(text, 19);
      case SCOPE -> Scope.of(text).isPresent();
      case SIGNATURE -> isHex(text, 130);
    };
  }

  String expected() {
    return expected;
  }

  private static boolean isId(String text) {
    return isWord(text, 63, Shape::isAlphanumeric, c -> isAlphanumeric(c) || c == '-');
  }

  private static boolean isExecutor(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? isId(text)
        : isId(text.substring(0, slash))
            && isWord(
                text.substring(slash + 1),
                63,
                Shape::isAlphanumeric,
                c -> isAlphanumeric(c) || c == '.' || c == '_' || c == '-');
  }

  private static boolean isDisplayName(String text) {
    return !text.isEmpty()
        && text.codePointCount(0, text.length()) <= 128
        && text.codePoints().noneMatch(Character::isISOControl);
  }

  private static boolean isHex(String text, int digits) {
    return text.length() == 2 + digits
        && text.startsWith("0x")
        && goesOn(text, 2, c -> isDigit(c) || (c >= 'a' && c <= 'f'));
  }

  private static boolean isDecimal(String text, int maxDigits) {
    return text.equals("0") || isWord(text, maxDigits, c -> isDigit(c) && c != '0', Shape::isDigit);
  }

  private static boolean isWord(String text, int max, IntPredicate first, IntPredicate rest) {
    return !text.isEmpty()
        && text.length() <= max
        && first.test(text.charAt(0))
        && goesOn(text, 1, rest);
  }

  private static boolean goesOn(String text, int from, IntPredicate allowed) {
    for (int i = from; i < text.length(); i++) {
      if (!allowed.test(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLower(int c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(int c) {
    return isLower(c) || isDigit(c);
  }

  private static boolean isPrintable(int c) {
    return c >= ' ' && c <= '~';
  }
}

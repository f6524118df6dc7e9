package dev.quittance.executor.builtin;

import java.util.List;

/** Recognises secrets that are written into code or configuration. */
final class SecretScanner {
  private static final int MIN_SECRET_CHARS = 8;
  private static final int MAX_NAME_CHARS = 60;
  private static final List<String> NAMES =
      List.of(
          "password",
          "passwd",
          "secret",
          "apikey",
          "accesskey",
          "privatekey",
          "token",
          "credential");
  private static final List<String> PLACEHOLDERS =
      List.of("example", "changeme", "placeholder", "your", "dummy", "redacted", "xxx", "***");
  private static final List<String> REFERENCES = List.of("$", "{{", "<", "env:", "vault:", "@");

  private SecretScanner() {}

  static boolean hasSecret(CodeLine line) {
    if (line.text().contains("-----BEGIN ") && line.text().contains("PRIVATE KEY-----")) {
      return true;
    }
    for (var literal : line.literals()) {
      if (looksSecret(literal.value()) && isSecretName(nameBefore(line.text(), literal.start()))) {
        return true;
      }
    }
    return line.language() == Language.CONFIGURATION && hasSecretSetting(line);
  }

  private static boolean hasSecretSetting(CodeLine line) {
    var code = line.code();
    int colon = code.indexOf(':');
    int equals = code.indexOf('=');
    int separator = colon < 0 || (equals >= 0 && equals < colon) ? equals : colon;
    return separator > 0
        && line.literals().isEmpty()
        && looksSecret(code.substring(separator + 1).strip())
        && isSecretName(nameBefore(code, separator + 1));
  }

  private static boolean looksSecret(String value) {
    var lower = Ascii.lower(value);
    return value.length() >= MIN_SECRET_CHARS
        && value.chars().noneMatch(Character::isWhitespace)
        && REFERENCES.stream().noneMatch(lower::startsWith)
        && !lower.contains("${")
        && PLACEHOLDERS.stream().noneMatch(lower::contains);
  }

  /** The name that a value at {@code end} is given to: {@code name = }, {@code "name": }. */
  private static String nameBefore(String text, int end) {
    int stop = skipBack(text, end, " \t\"'`");
    int separator = skipBack(text, stop, "=:(,");
    int nameEnd = skipBack(text, separator, " \t\"'`])");
    if (separator == stop) {
      return "";
    }
    int start = nameEnd;
    while (start > 0 && nameEnd - start < MAX_NAME_CHARS && isNamePart(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, nameEnd);
  }

  private static int skipBack(String text, int from, String skipped) {
    int i = from;
    while (i > 0 && from - i < MAX_NAME_CHARS && skipped.indexOf(text.charAt(i - 1)) >= 0) {
      i--;
    }
    return i;
  }

  private static boolean isNamePart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_' || c == '-' || c == '.';
  }

  private static boolean isSecretName(String name) {
    var plain = Ascii.lower(name).replace("_", "").replace("-", "").replace(".", "");
    return NAMES.stream().anyMatch(plain::contains);
  }
}

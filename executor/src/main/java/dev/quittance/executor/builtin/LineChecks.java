package dev.quittance.executor.builtin;

import java.util.List;

/** The checks that look at one added line by itself. Each is linear in the line's length. */
final class LineChecks {
  private static final int LONG_LINE_CHARS = 120;
  private static final List<String> TLS_SWITCHES =
      List.of(
          "verify=false",
          "rejectunauthorized:false",
          "insecureskipverify:true",
          "node_tls_reject_unauthorized=0",
          "node_tls_reject_unauthorized=\"0\"",
          "curlopt_ssl_verifypeer,false",
          "curlopt_ssl_verifypeer,0",
          "noophostnameverifier",
          "allow_all_hostname_verifier",
          "_create_unverified_context",
          "cert_none",
          "danger_accept_invalid_certs(true)",
          "verify_none",
          "curl-k",
          "curl--insecure",
          "tls_verify:false",
          "insecure-skip-tls-verify");
  private static final List<String> SQL_STARTS =
      List.of("select ", "insert into ", "update ", "delete from ", "with ");
  private static final List<String> SQL_PARTS =
      List.of(" from ", " into ", " set ", " values", "(");
  private static final List<String> MARKS = List.of("TODO", "FIXME", "XXX", "HACK");

  private LineChecks() {}

  static boolean disablesTlsVerification(CodeLine line) {
    var text = line.text();
    var code = text.substring(0, text.length() - line.comment().length());
    var compact = Ascii.lower(withoutSpaces(code));
    return TLS_SWITCHES.stream().anyMatch(compact::contains);
  }

  static boolean isTooLong(CodeLine line) {
    return line.text().codePointCount(0, line.text().length()) > LONG_LINE_CHARS;
  }

  static boolean hasTrailingWhiteSpace(CodeLine line) {
    var text = line.text();
    return !text.isEmpty() && Character.isWhitespace(text.charAt(text.length() - 1));
  }

  static boolean hasDebugPrint(CodeLine line) {
    return line.language().debugCalls().stream().anyMatch(call -> containsCall(line.code(), call));
  }

  private static boolean containsCall(String code, String call) {
    for (int at = code.indexOf(call); at >= 0; at = code.indexOf(call, at + 1)) {
      boolean member = call.startsWith(".");
      if (member || at == 0 || !isNamePart(code.charAt(at - 1))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isNamePart(char c) {
    return Ascii.isAlphanumeric(c) || c == '_' || c == '.';
  }

  static boolean leavesTodo(CodeLine line) {
    var where = line.language() == Language.OTHER ? line.text() : line.comment();
    return MARKS.stream().anyMatch(mark -> containsWord(where, mark));
  }

  private static boolean containsWord(String text, String word) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (!Ascii.alphanumericAt(text, at - 1) && !Ascii.alphanumericAt(text, at + word.length())) {
        return true;
      }
    }
    return false;
  }

  static boolean concatenatesSql(CodeLine line) {
    return line.literals().stream().anyMatch(literal -> isSql(literal) && isOpen(line, literal));
  }

  private static boolean isSql(CodeLine.Literal literal) {
    var lower = Ascii.lower(literal.value()).stripLeading() + " ";
    return SQL_STARTS.stream().anyMatch(lower::startsWith)
        && SQL_PARTS.stream().anyMatch(lower::contains);
  }

  /** Whether something is put into the literal or appended to it. */
  private static boolean isOpen(CodeLine line, CodeLine.Literal literal) {
    var code = line.code();
    var value = literal.value();
    int after = literal.end();
    while (after < code.length() && code.charAt(after) == ' ') {
      after++;
    }
    boolean appended =
        code.startsWith("+", after)
            || code.startsWith(".format(", after)
            || code.startsWith(".formatted(", after)
            || (code.startsWith("%", after) && line.language() == Language.PYTHON)
            || (code.startsWith(". ", after) && line.language() == Language.PHP);
    boolean formatString =
        literal.start() > 0
            && "fF".indexOf(code.charAt(literal.start() - 1)) >= 0
            && line.language() == Language.PYTHON;
    boolean filled =
        value.contains("${") || value.contains("#{") || (formatString && value.contains("{"));
    boolean sprintf =
        window(code, literal.start() - 8, literal.start()).strip().endsWith("printf(");
    return appended || filled || (sprintf && value.contains("%"));
  }

  static boolean comparesFloats(CodeLine line) {
    return comparesFloats(line.code(), "==") || comparesFloats(line.code(), "!=");
  }

  private static boolean comparesFloats(String code, String operator) {
    for (int at = code.indexOf(operator); at >= 0; at = code.indexOf(operator, at + 2)) {
      int right = at + 2;
      right = code.startsWith("=", right) ? right + 1 : right;
      if (startsWithFloat(window(code, right, right + 24).stripLeading())
          || endsWithFloat(window(code, at - 24, at).stripTrailing())) {
        return true;
      }
    }
    return false;
  }

  private static String window(String code, int from, int to) {
    return code.substring(Math.max(0, from), Math.min(code.length(), to));
  }

  private static boolean startsWithFloat(String code) {
    int start = code.startsWith("-") ? 1 : 0;
    int end = skipDigits(code, start);
    return end > start && code.startsWith(".", end) && Ascii.digitAt(code, end + 1);
  }

  private static int skipDigits(String code, int from) {
    int i = from;
    while (Ascii.digitAt(code, i)) {
      i++;
    }
    return i;
  }

  private static boolean endsWithFloat(String code) {
    int end = code.length();
    while (end > 0 && "fFdD".indexOf(code.charAt(end - 1)) >= 0) {
      end--;
    }
    int fraction = end;
    while (Ascii.digitAt(code, fraction - 1)) {
      fraction--;
    }
    return fraction < end
        && fraction > 1
        && code.charAt(fraction - 1) == '.'
        && Ascii.digitAt(code, fraction - 2);
  }

  static String withoutSpaces(String text) {
    var result = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        result.append(text.charAt(i));
      }
    }
    return result.toString();
  }
}

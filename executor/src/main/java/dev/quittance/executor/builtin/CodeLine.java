package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of code taken apart by one scan: what is code, what are string literals, what is comment.
 *
 * @param number the line's number in the new file
 * @param text the line as it is
 * @param code the line with literals' content blanked and without the comment; offsets are those of
 *     {@code text}
 * @param comment the comment, or an empty text
 */
record CodeLine(
    int number,
    String text,
    Language language,
    String code,
    List<Literal> literals,
    String comment) {

  /**
   * A string literal.
   *
   * @param start the offset of its opening quote
   * @param end the offset after its closing quote, or of the line's end
   */
  record Literal(int start, int end, String value) {}

  static CodeLine of(int number, String text, Language language) {
    if (isInBlockComment(text, language)) {
      return new CodeLine(number, text, language, "", List.of(), text);
    }
    var code = new StringBuilder(text.length());
    var literals = new ArrayList<Literal>();
    int i = 0;
    while (i < text.length() && !startsComment(text, i, language)) {
      char c = text.charAt(i);
      if (isQuote(c)) {
        int end = literalEnd(text, i);
        boolean closed = text.charAt(end - 1) == c && end - 1 > i;
        literals.add(new Literal(i, end, text.substring(i + 1, closed ? end - 1 : end)));
        code.append(c).repeat(' ', Math.max(0, end - i - 2)).append(closed ? c : ' ');
        // A quote alone at the end of the line is one character, not two.
        code.setLength(end);
        i = end;
      } else {
        code.append(c);
        i++;
      }
    }
    return new CodeLine(
        number, text, language, code.toString(), List.copyOf(literals), text.substring(i));
  }

  /** The code without white space around it. */
  String strippedCode() {
    return code.strip();
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private static int literalEnd(String text, int open) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == text.charAt(open)) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static boolean startsComment(String text, int at, Language language) {
    return !language.lineComment().isEmpty() && text.startsWith(language.lineComment(), at);
  }

  private static boolean isInBlockComment(String text, Language language) {
    var stripped = text.stripLeading();
    return language.hasBraces()
        && (stripped.startsWith("/*") || stripped.startsWith("* ") || stripped.equals("*"));
  }
}

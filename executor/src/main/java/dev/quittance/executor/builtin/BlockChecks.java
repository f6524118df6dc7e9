package dev.quittance.executor.builtin;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The checks that look at a line and at those that follow it in its hunk. How far they look is
 * bounded.
 */
final class BlockChecks {
  static final int LARGE_FUNCTION_LINES = 50;
  private static final int SWALLOW_WINDOW = 5;
  private static final Set<String> CONTROL =
      Set.of(
          "if",
          "for",
          "while",
          "switch",
          "catch",
          "else",
          "try",
          "do",
          "synchronized",
          "return",
          "new",
          "using",
          "lock",
          "foreach",
          "match",
          "select",
          "with",
          "when",
          "class",
          "record",
          "interface",
          "enum",
          "struct");

  private BlockChecks() {}

  static boolean swallowsException(List<CodeLine> lines, int at) {
    var line = lines.get(at);
    var code = line.strippedCode();
    if (line.language() == Language.PYTHON) {
      return swallowsInPython(lines, at, code);
    }
    var compact = LineChecks.withoutSpaces(code);
    boolean emptyHandler =
        compact.contains(".catch(()=>{})")
            || compact.contains(".catch(function(){})")
            || compact.contains(".catch(_=>{})")
            || compact.contains(".catch(e=>{})");
    if (emptyHandler || compact.startsWith("_=err")) {
      return true;
    }
    int handler = handlerStart(compact);
    if (handler < 0) {
      return false;
    }
    int open = compact.indexOf('{', handler);
    if (open < 0 || !line.comment().isEmpty()) {
      return false;
    }
    var body = compact.substring(open + 1);
    return body.isEmpty() ? next(lines, at).startsWith("}") : body.startsWith("}");
  }

  private static int handlerStart(String compact) {
    int at = compact.indexOf("catch(");
    at = at < 0 ? compact.indexOf("catch{") : at;
    return at < 0 && compact.startsWith("iferr!=nil{") ? 0 : at;
  }

  private static boolean swallowsInPython(List<CodeLine> lines, int at, String code) {
    if (!code.startsWith("except")) {
      return false;
    }
    return code.endsWith(":")
        ? next(lines, at).equals("pass")
        : LineChecks.withoutSpaces(code).endsWith(":pass");
  }

  /** The next line that is not blank; a comment says why and is kept as text. */
  private static String next(List<CodeLine> lines, int at) {
    return lines.subList(at + 1, Math.min(lines.size(), at + 1 + SWALLOW_WINDOW)).stream()
        .map(line -> line.text().strip())
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Whether a function starts here and more than the allowed number of its lines follow. */
  static boolean startsLargeFunction(List<CodeLine> lines, int at) {
    var line = lines.get(at);
    var code = line.strippedCode();
    if (line.language() == Language.PYTHON) {
      return (code.startsWith("def ") || code.startsWith("async def "))
          && endOfIndent(lines, at).isEmpty();
    }
    return line.language().hasBraces() && opensFunction(code) && endOfBraces(lines, at).isEmpty();
  }

  private static boolean opensFunction(String code) {
    if (!code.endsWith("{") || code.indexOf('(') < 0 || code.startsWith("}")) {
      return false;
    }
    int end = 0;
    while (end < code.length() && Ascii.isLetter(code.charAt(end))) {
      end++;
    }
    return !CONTROL.contains(code.substring(0, end));
  }

  /** The line that closes the block, when it is within the window and the hunk's end. */
  private static Optional<CodeLine> endOfBraces(List<CodeLine> lines, int at) {
    int depth = 0;
    for (int i = at; i < lines.size() && i - at < LARGE_FUNCTION_LINES; i++) {
      var code = lines.get(i).code();
      for (int c = 0; c < code.length(); c++) {
        depth += code.charAt(c) == '{' ? 1 : 0;
        depth -= code.charAt(c) == '}' ? 1 : 0;
      }
      if (depth <= 0) {
        return Optional.of(lines.get(i));
      }
    }
    return within(lines, at);
  }

  private static Optional<CodeLine> endOfIndent(List<CodeLine> lines, int at) {
    int indent = indent(lines.get(at).text());
    for (int i = at + 1; i < lines.size() && i - at <= LARGE_FUNCTION_LINES; i++) {
      var text = lines.get(i).text();
      if (!text.isBlank() && indent(text) <= indent) {
        return Optional.of(lines.get(i));
      }
    }
    return within(lines, at);
  }

  /** A function that the hunk does not show whole counts by what it shows. */
  private static Optional<CodeLine> within(List<CodeLine> lines, int at) {
    return lines.size() - at <= LARGE_FUNCTION_LINES
        ? Optional.of(lines.getLast())
        : Optional.empty();
  }

  private static int indent(String text) {
    return text.length() - text.stripLeading().length();
  }
}

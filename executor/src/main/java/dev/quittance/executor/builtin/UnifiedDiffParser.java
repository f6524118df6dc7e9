package dev.quittance.executor.builtin;

import dev.quittance.executor.builtin.UnifiedDiff.FileDiff;
import dev.quittance.executor.builtin.UnifiedDiff.Hunk;
import dev.quittance.executor.builtin.UnifiedDiff.Kind;
import dev.quittance.executor.builtin.UnifiedDiff.Line;
import dev.quittance.executor.builtin.UnifiedDiff.Parsed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads unified diffs line by line. A hunk must hold exactly the lines that its header counts; text
 * before the first file (a commit message) is passed over. One instance reads one diff.
 */
final class UnifiedDiffParser {
  private static final List<String> EXTENDED_HEADERS =
      List.of(
          "index ",
          "new file mode ",
          "deleted file mode ",
          "old mode ",
          "new mode ",
          "similarity ",
          "dissimilarity ",
          "rename ",
          "copy ",
          "Only in ");

  private final List<String> lines;
  private final List<FileDiff> files = new ArrayList<>();
  private final List<Hunk> hunks = new ArrayList<>();
  private @Nullable String path;
  private int at;

  private UnifiedDiffParser(String text) {
    lines = splitLines(text);
  }

  static Parsed parse(String text) {
    return new UnifiedDiffParser(text).parse();
  }

  private Parsed parse() {
    while (at < lines.size()) {
      var line = lines.get(at);
      var problem = line.startsWith("@@") ? hunk(line) : header(line);
      if (!problem.isEmpty()) {
        return new Parsed.Malformed(at + 1, problem);
      }
    }
    endFile();
    return files.isEmpty()
        ? new Parsed.Malformed(1, "expected a file header (--- and +++, or diff --git)")
        : new Parsed.Valid(new UnifiedDiff(List.copyOf(files)));
  }

  /** Reads one line outside of hunks; returns what is wrong, or an empty text. */
  private String header(String line) {
    if (line.startsWith("diff --git ")) {
      endFile();
      path = gitPath(line);
    } else if (line.startsWith("--- ")) {
      return fileHeader(line);
    } else if (line.startsWith("GIT binary patch")) {
      skipToNextFile();
      return "";
    } else if (line.startsWith("Binary files ")) {
      endFile();
    } else if (path != null && !isBetweenHunks(line)) {
      return "expected a hunk (@@ -a,b +c,d @@) or the next file";
    }
    at++;
    return "";
  }

  private String fileHeader(String line) {
    if (at + 1 >= lines.size() || !lines.get(at + 1).startsWith("+++ ")) {
      at = Math.min(at + 1, lines.size() - 1);
      return "expected '+++ <path>' after '--- <path>'";
    }
    if (!hunks.isEmpty()) {
      endFile();
    }
    var oldPath = cleanPath(line.substring(4));
    var newPath = cleanPath(lines.get(at + 1).substring(4));
    path = newPath.equals("/dev/null") ? oldPath : newPath;
    at += 2;
    return "";
  }

  private String hunk(String headerLine) {
    if (path == null) {
      return "expected a file header before the first hunk";
    }
    var header = HunkHeader.parse(headerLine);
    if (header.isEmpty()) {
      return "expected a hunk header such as '@@ -12,7 +12,9 @@'";
    }
    at++;
    int oldLeft = header.get().oldCount();
    int newLeft = header.get().newCount();
    int number = header.get().newStart();
    var read = new ArrayList<Line>();
    while (oldLeft > 0 || newLeft > 0 || isNoNewlineMark()) {
      var mark = at < lines.size() ? mark(lines.get(at)) : '?';
      oldLeft -= mark == ' ' || mark == '-' ? 1 : 0;
      newLeft -= mark == ' ' || mark == '+' ? 1 : 0;
      if (mark == '?' || oldLeft < 0 || newLeft < 0) {
        at = Math.min(at, lines.size());
        return "expected the lines that the hunk header '" + shown(headerLine) + "' counts";
      }
      if (mark != '\\') {
        read.add(new Line(kind(mark), number, content(lines.get(at))));
        number += mark == '-' ? 0 : 1;
      }
      at++;
    }
    hunks.add(new Hunk(List.copyOf(read)));
    return "";
  }

  private boolean isNoNewlineMark() {
    return at < lines.size() && lines.get(at).startsWith("\\");
  }

  private static char mark(String line) {
    // Some tools strip the blank that marks an empty context line.
    char first = line.isEmpty() ? ' ' : line.charAt(0);
    return " +-\\".indexOf(first) >= 0 ? first : '?';
  }

  private static Kind kind(char mark) {
    return switch (mark) {
      case '+' -> Kind.ADDED;
      case '-' -> Kind.REMOVED;
      default -> Kind.CONTEXT;
    };
  }

  private static String content(String line) {
    return line.isEmpty() ? "" : line.substring(1);
  }

  private void endFile() {
    if (path != null) {
      files.add(new FileDiff(path, List.copyOf(hunks)));
    }
    hunks.clear();
    path = null;
  }

  private void skipToNextFile() {
    while (at < lines.size() && !lines.get(at).startsWith("diff --git ")) {
      at++;
    }
  }

  private static boolean isBetweenHunks(String line) {
    // "-- " starts the signature of a mailed patch; its next line is a version.
    return line.isBlank()
        || line.startsWith("-- ")
        || line.equals("--")
        || (Ascii.isDigit(line.charAt(0)) && line.length() < 20)
        || EXTENDED_HEADERS.stream().anyMatch(line::startsWith);
  }

  /** The new path in {@code diff --git a/old b/new}; it stands when no +++ line follows. */
  private static String gitPath(String line) {
    int b = line.lastIndexOf(" b/");
    return b < 0 ? line.substring("diff --git ".length()).strip() : line.substring(b + 3).strip();
  }

  private static String cleanPath(String raw) {
    int tab = raw.indexOf('\t');
    var clean = (tab < 0 ? raw : raw.substring(0, tab)).strip();
    if (clean.length() > 1 && clean.startsWith("\"") && clean.endsWith("\"")) {
      clean = clean.substring(1, clean.length() - 1);
    }
    return clean.startsWith("a/") || clean.startsWith("b/") ? clean.substring(2) : clean;
  }

  private static String shown(String line) {
    int end = line.indexOf(" @@", 3);
    return line.substring(0, Math.min(end + 3, 60));
  }

  private static List<String> splitLines(String text) {
    var lines = new ArrayList<String>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      boolean carriageReturn = end > start && text.charAt(end - 1) == '\r';
      lines.add(text.substring(start, carriageReturn ? end - 1 : end));
      start = end + 1;
    }
    return lines;
  }
}

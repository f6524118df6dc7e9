package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Splits prose into sentences, in one pass and by rules for English and its neighbours. */
final class SentenceSplitter {
  private static final int LONGEST_ABBREVIATION = 8;
  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "vs", "etc", "approx", "fig", "inc",
          "ltd", "co", "corp", "dept", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
          "sep", "sept", "oct", "nov", "dec", "e.g", "i.e", "a.m", "p.m", "u.s", "cf", "al");

  private SentenceSplitter() {}

  static List<String> split(String text) {
    var sentences = new ArrayList<String>();
    int start = 0;
    int i = 0;
    while (i < text.length()) {
      boolean mark = isEndMark(text.charAt(i));
      // A run of marks is looked at once, so that a text of dots alone costs no more than any
      // other.
      int end = mark ? afterClosers(text, i + 1) : i + 1;
      if (mark ? endsSentence(text, i, end) : isParagraphEnd(text, i)) {
        add(sentences, text.substring(start, end));
        start = end;
      }
      i = end;
    }
    add(sentences, text.substring(start));
    return sentences;
  }

  private static boolean isEndMark(char c) {
    return ".!?…。！？".indexOf(c) >= 0;
  }

  private static boolean endsSentence(String text, int mark, int end) {
    char c = text.charAt(mark);
    if ("。！？".indexOf(c) >= 0) {
      return true;
    }
    boolean gap = end >= text.length() || Character.isWhitespace(text.charAt(end));
    return gap && (c != '.' || end > mark + 1 || !isAbbreviation(text, mark));
  }

  /** A line break ends a sentence when a blank line, a list item or a heading-like line follows. */
  private static boolean isParagraphEnd(String text, int at) {
    if (text.charAt(at) != '\n' || at + 1 >= text.length()) {
      return false;
    }
    char next = text.charAt(at + 1);
    return next == '\n' || next == '\r' || next == '-' || next == '*' || next == '•';
  }

  private static boolean isAbbreviation(String text, int dot) {
    int start = dot;
    while (start > 0
        && dot - start <= LONGEST_ABBREVIATION
        && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
      start--;
    }
    if (dot - start == 1) {
      // An initial, as in "J. Smith"; the pronoun "I" ends sentences.
      return Character.isUpperCase(text.charAt(start)) && text.charAt(start) != 'I';
    }
    var word = new StringBuilder();
    for (int i = start; i < dot; i++) {
      word.append(Character.toLowerCase(text.charAt(i)));
    }
    return ABBREVIATIONS.contains(word.toString());
  }

  private static int afterClosers(String text, int from) {
    int i = from;
    while (i < text.length() && ".!?…\"')]”’".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static void add(List<String> sentences, String raw) {
    var sentence = raw.strip();
    if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
      sentences.add(sentence);
    }
  }
}

package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;

/**
 * One word of a text: letters and digits, with apostrophes inside ("don't"), in lower case.
 *
 * @param text the word in lower case, with {@code '} for any apostrophe
 * @param start its offset in the text, in UTF-16 units
 * @param end the offset after it
 */
record Word(String text, int start, int end) {

  /** Splits a text into words, in one pass. */
  static List<Word> of(String text) {
    var words = new ArrayList<Word>();
    int i = 0;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (Character.isLetterOrDigit(codePoint)) {
        var word = new StringBuilder();
        int end = read(text, i, word);
        words.add(new Word(word.toString(), i, end));
        i = end;
      } else {
        i += Character.charCount(codePoint);
      }
    }
    return words;
  }

  private static int read(String text, int from, StringBuilder word) {
    int i = from;
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (Character.isLetterOrDigit(codePoint)) {
        // Per code point: independent of the locale, unlike String.toLowerCase().
        word.appendCodePoint(Character.toLowerCase(codePoint));
        i += Character.charCount(codePoint);
      } else if (isApostrophe(codePoint)
          && i + 1 < text.length()
          && Character.isLetter(text.codePointAt(i + 1))) {
        word.append('\'');
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  private static boolean isApostrophe(int codePoint) {
    return codePoint == '\'' || codePoint == '\u2019';
  }
}

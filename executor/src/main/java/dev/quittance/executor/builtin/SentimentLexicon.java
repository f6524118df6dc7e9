package dev.quittance.executor.builtin;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The words that carry sentiment: strengths from -3 to 3, words that turn the sentiment around, and
 * words that strengthen or weaken it, in permille.
 */
record SentimentLexicon(
    Map<String, Integer> strengths, Set<String> negators, Map<String, Integer> intensifiers) {

  /** Reads lines of {@code word strength}, {@code word not} and {@code word *permille}. */
  static SentimentLexicon load() {
    var strengths = new HashMap<String, Integer>();
    var negators = new HashSet<String>();
    var intensifiers = new HashMap<String, Integer>();
    for (var line : WordList.lines("sentiment-lexicon.txt")) {
      int space = line.indexOf(' ');
      var word = line.substring(0, space);
      var value = line.substring(space + 1).strip();
      if (value.equals("not")) {
        negators.add(word);
      } else if (value.startsWith("*")) {
        intensifiers.put(word, Integer.valueOf(value.substring(1)));
      } else {
        strengths.put(word, Integer.valueOf(value));
      }
    }
    return new SentimentLexicon(
        Collections.unmodifiableMap(strengths),
        Collections.unmodifiableSet(negators),
        Collections.unmodifiableMap(intensifiers));
  }
}

package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the mood of a text from a lexicon. A negator up to three words before a word turns it
 * around at half strength ("not good" is milder than "bad"); intensifiers before it scale it; what
 * follows "but" in a sentence counts one and a half times, as it is what the writer ends on. The
 * score is (positive - negative) / (positive + negative) in ppm.
 */
final class SentimentExecutor implements BuiltinExecutor {
  private static final int PPM = 1_000_000;
  private static final int PERMILLE = 1_000;
  private static final int CLEAR_PPM = 250_000;
  private static final int REACH_WORDS = 3;
  private static final int NEGATED_PERMILLE = -500;
  private static final int AFTER_BUT_PERMILLE = 1_500;
  private static final Set<String> INPUT = Set.of("text");
  private static final SentimentLexicon LEXICON = SentimentLexicon.load();

  private static final class Tally {
    private final Set<String> positive = new LinkedHashSet<>();
    private final Set<String> negative = new LinkedHashSet<>();
    private long positivePermille;
    private long negativePermille;

    void add(String term, int permille) {
      if (permille > 0) {
        positive.add(term);
        positivePermille += permille;
      } else if (permille < 0) {
        negative.add(term);
        negativePermille -= permille;
      }
    }

    int scorePpm() {
      long total = positivePermille + negativePermille;
      return total == 0 ? 0 : (int) ((positivePermille - negativePermille) * PPM / total);
    }

    String label() {
      if (positive.isEmpty() && negative.isEmpty()) {
        return "neutral";
      }
      int score = scorePpm();
      if (score >= CLEAR_PPM) {
        return "positive";
      }
      return score <= -CLEAR_PPM ? "negative" : "mixed";
    }
  }

  @Override
  public String service() {
    return "sentiment-analysis";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var text = InputObject.root(input, INPUT, problems).text("text", MAX_TEXT_CHARS);
    if (problems.any()) {
      return problems.failed();
    }
    var tally = new Tally();
    SentenceSplitter.split(text).forEach(sentence -> read(sentence, tally));
    return output(tally);
  }

  private static void read(String sentence, Tally tally) {
    var words = Word.of(sentence);
    int emphasis = PERMILLE;
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i).text();
      if (word.equals("but") || word.equals("however")) {
        emphasis = AFTER_BUT_PERMILLE;
      }
      int strength = LEXICON.strengths().getOrDefault(word, 0);
      if (strength != 0) {
        int scaled = strength * scalePermille(sentence, words, i) * emphasis / PERMILLE;
        var negator = negator(sentence, words, i);
        tally.add(
            negator.isEmpty() ? word : negator + " " + word,
            negator.isEmpty() ? scaled : scaled * NEGATED_PERMILLE / PERMILLE);
      }
    }
  }

  private static int scalePermille(String sentence, List<Word> words, int at) {
    int scale = PERMILLE;
    for (int i = at - 1; i >= Math.max(0, at - 2) && joined(sentence, words, i); i--) {
      scale = scale * LEXICON.intensifiers().getOrDefault(words.get(i).text(), PERMILLE) / PERMILLE;
    }
    return scale;
  }

  /** The negator that reaches the word, or an empty text. Two negators cancel each other. */
  private static String negator(String sentence, List<Word> words, int at) {
    var negator = "";
    for (int i = at - 1; i >= Math.max(0, at - REACH_WORDS) && joined(sentence, words, i); i--) {
      var word = words.get(i).text();
      if (LEXICON.negators().contains(word)) {
        negator = negator.isEmpty() ? word : "";
      }
    }
    return negator;
  }

  /** Whether a word and the next belong together: a comma ends a negator's reach. */
  private static boolean joined(String sentence, List<Word> words, int i) {
    int end = words.get(i).end();
    char between = sentence.charAt(end);
    return words.get(i + 1).start() == end + 1
        && (Character.isWhitespace(between) || between == '-');
  }

  private static TaskOutcome output(Tally tally) {
    var output = CanonicalJson.object();
    output.put("label", tally.label()).put("scorePpm", tally.scorePpm());
    tally.positive.forEach(output.putArray("positive")::add);
    tally.negative.forEach(output.putArray("negative")::add);
    return CanonicalJson.completed(output);
  }
}

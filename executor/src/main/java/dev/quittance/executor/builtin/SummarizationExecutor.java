package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Summarises by choosing sentences: those whose words are frequent in the whole text. Chosen
 * sentences stay as they are and in their order. Scores are integers in ppm; of equal sentences the
 * earlier one wins.
 */
final class SummarizationExecutor implements BuiltinExecutor {
  private static final int PPM = 1_000_000;
  private static final int MAX_SENTENCES = 50;
  private static final int SHORT_SENTENCE_WORDS = 4;
  private static final int LEAD_BONUS_PPM = 100_000;
  private static final Set<String> FIELDS = Set.of("text", "sentences");
  private static final Set<String> STOP_WORDS = Set.copyOf(WordList.lines("stop-words.txt"));

  private record Sentence(int index, String text, List<String> words, int scorePpm) {
    Sentence scored(int ppm) {
      return new Sentence(index, text, words, ppm);
    }
  }

  @Override
  public String service() {
    return "summarization";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var request = InputObject.root(input, FIELDS, problems);
    var text = request.text("text", MAX_TEXT_CHARS);
    int count = request.integer("sentences", 1, MAX_SENTENCES, 3);
    if (problems.any()) {
      return problems.failed();
    }
    var sentences = sentences(text);
    if (sentences.isEmpty()) {
      problems.add("/text", "expected at least one sentence with a word");
      return problems.failed();
    }
    return output(choose(score(sentences), count));
  }

  private static List<Sentence> sentences(String text) {
    var sentences = new ArrayList<Sentence>();
    for (var sentence : SentenceSplitter.split(text)) {
      var words =
          Word.of(sentence).stream()
              .map(Word::text)
              .filter(word -> word.length() > 2 && !STOP_WORDS.contains(word))
              .toList();
      sentences.add(new Sentence(sentences.size(), sentence, words, 0));
    }
    return sentences;
  }

  private static List<Sentence> score(List<Sentence> sentences) {
    var frequencies = new HashMap<String, Integer>();
    for (var sentence : sentences) {
      for (var word : sentence.words()) {
        frequencies.merge(word, 1, Integer::sum);
      }
    }
    int highest = frequencies.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    return sentences.stream()
        .map(sentence -> sentence.scored(scorePpm(sentence, frequencies, highest)))
        .toList();
  }

  /** The mean frequency of its words relative to the most frequent one. */
  private static int scorePpm(Sentence sentence, Map<String, Integer> frequencies, int highest) {
    long sum = 0;
    for (var word : sentence.words()) {
      sum += frequencies.getOrDefault(word, 0);
    }
    // Few words would make a high mean by chance, so that "Thanks!" would win.
    int words = Math.max(SHORT_SENTENCE_WORDS, sentence.words().size());
    long mean = sum * PPM / ((long) words * highest);
    return (int) Math.min(PPM, sentence.index() == 0 ? mean + LEAD_BONUS_PPM : mean);
  }

  private static List<Sentence> choose(List<Sentence> sentences, int count) {
    return sentences.stream()
        .sorted(
            Comparator.comparingInt(Sentence::scorePpm)
                .reversed()
                .thenComparingInt(Sentence::index))
        .limit(count)
        .sorted(Comparator.comparingInt(Sentence::index))
        .toList();
  }

  private static TaskOutcome output(List<Sentence> chosen) {
    var output = CanonicalJson.object();
    output.put("summary", String.join(" ", chosen.stream().map(Sentence::text).toList()));
    var list = output.putArray("sentences");
    for (var sentence : chosen) {
      list.addObject()
          .put("index", sentence.index())
          .put("text", sentence.text())
          .put("scorePpm", sentence.scorePpm());
    }
    return CanonicalJson.completed(output);
  }
}

package dev.quittance.executor.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives a text the label whose rules it meets best. The rules come with the order: a label is out
 * when one of its {@code none} phrases occurs or one of its {@code all} phrases doesn't; otherwise
 * its score is its weight times the number of {@code all} phrases and of occurrences of {@code any}
 * phrases, of which each counts up to three times. Of equal scores the label that is listed first
 * wins.
 */
final class ClassificationExecutor implements BuiltinExecutor {
  private static final int MAX_LABELS = 32;
  private static final int MAX_PHRASES = 256;
  private static final int MAX_PHRASE_CHARS = 80;
  private static final int MAX_WEIGHT = 1_000;
  private static final int COUNTED_OCCURRENCES = 3;
  private static final Set<String> INPUT = Set.of("text", "labels", "fallback");
  private static final Set<String> LABEL = Set.of("label", "any", "all", "none", "weight");

  private record Rule(
      String label, List<String> any, List<String> all, List<String> none, int weight) {}

  private record Match(String label, int score, List<String> phrases) {}

  @Override
  public String service() {
    return "classification";
  }

  @Override
  public String version() {
    return name() + "@1";
  }

  @Override
  public TaskOutcome run(JsonNode input) {
    var problems = new InputProblems();
    var request = InputObject.root(input, INPUT, problems);
    var text = request.text("text", MAX_TEXT_CHARS);
    var fallback = request.optionalText("fallback", MAX_PHRASE_CHARS);
    var rules = rules(request, problems);
    if (problems.any()) {
      return problems.failed();
    }
    var index = new PhraseIndex(text);
    var matches = rules.stream().map(rule -> match(rule, index)).toList();
    var best = best(matches);
    if (best.score() > 0) {
      return output(best.label(), best.phrases(), matches);
    }
    return fallback
        .map(label -> output(label, List.of(), matches))
        .orElseGet(() ->
            new TaskOutcome.Failed(
                "no-label-matches",
                "/labels: no rule fits the text; add a rule or give /fallback"));
  }

  private static List<Rule> rules(InputObject request, InputProblems problems) {
    var rules = new ArrayList<Rule>();
    var names = new HashSet<String>();
    int phrases = 0;
    for (var object : request.objects("labels", MAX_LABELS, LABEL)) {
      var rule =
          new Rule(
              object.text("label", MAX_PHRASE_CHARS),
              phrases(object, "any"),
              phrases(object, "all"),
              phrases(object, "none"),
              object.integer("weight", 1, MAX_WEIGHT, 1));
      if (!rule.label().isEmpty() && !names.add(rule.label())) {
        problems.add(object.at("label"), "expected another label, this one is taken");
      }
      if (rule.any().isEmpty() && rule.all().isEmpty()) {
        problems.add(object.pointer(), "expected at least one phrase in any or all");
      }
      phrases += rule.any().size() + rule.all().size() + rule.none().size();
      rules.add(rule);
    }
    if (phrases > MAX_PHRASES) {
      problems.add("/labels", "expected at most " + MAX_PHRASES + " phrases in total");
    }
    return rules;
  }

  private static List<String> phrases(InputObject object, String name) {
    var phrases = object.texts(name, MAX_PHRASES, MAX_PHRASE_CHARS);
    for (int i = 0; i < phrases.size(); i++) {
      if (!phrases.get(i).isEmpty() && Word.of(phrases.get(i)).isEmpty()) {
        object.problems().add(object.at(name) + "/" + i, "expected a phrase with a word");
      }
    }
    return phrases;
  }

  private static Match match(Rule rule, PhraseIndex index) {
    boolean out =
        rule.none().stream().anyMatch(phrase -> index.count(phrase, 1) > 0)
            || rule.all().stream().anyMatch(phrase -> index.count(phrase, 1) == 0);
    if (out) {
      return new Match(rule.label(), 0, List.of());
    }
    int hits = rule.all().size();
    var phrases = new ArrayList<>(rule.all());
    for (var phrase : rule.any()) {
      int count = index.count(phrase, COUNTED_OCCURRENCES);
      hits += count;
      if (count > 0) {
        phrases.add(phrase);
      }
    }
    // Listed alternatives say "one of these": without any of them the rule is not met.
    boolean unmet = !rule.any().isEmpty() && hits == rule.all().size();
    return unmet
        ? new Match(rule.label(), 0, List.of())
        : new Match(rule.label(), hits * rule.weight(), List.copyOf(phrases));
  }

  private static Match best(List<Match> matches) {
    var best = matches.getFirst();
    for (var match : matches) {
      best = match.score() > best.score() ? match : best;
    }
    return best;
  }

  private static TaskOutcome output(String label, List<String> phrases, List<Match> matches) {
    var output = CanonicalJson.object();
    output.put("label", label);
    var scores = output.putArray("scores");
    matches.forEach(m -> scores.addObject().put("label", m.label()).put("score", m.score()));
    var matched = output.putArray("matched");
    phrases.stream().distinct().forEach(matched::add);
    return CanonicalJson.completed(output);
  }
}

package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds phrases, as sequences of whole words, in one text. */
final class PhraseIndex {
  private final List<String> words;
  private final Map<String, List<Integer>> positions = new HashMap<>();

  PhraseIndex(String text) {
    words = Word.of(text).stream().map(Word::text).toList();
    for (int i = 0; i < words.size(); i++) {
      positions.computeIfAbsent(words.get(i), _ -> new ArrayList<>()).add(i);
    }
  }

  /** How often the phrase occurs without overlap; counting stops at {@code limit}. */
  int count(String phrase, int limit) {
    var sought = Word.of(phrase).stream().map(Word::text).toList();
    int count = 0;
    int free = 0;
    for (int position : positions.getOrDefault(sought.getFirst(), List.of())) {
      if (position >= free && occursAt(sought, position)) {
        count++;
        free = position + sought.size();
      }
      if (count == limit) {
        break;
      }
    }
    return count;
  }

  private boolean occursAt(List<String> sought, int position) {
    int end = position + sought.size();
    return end <= words.size() && words.subList(position, end).equals(sought);
  }
}

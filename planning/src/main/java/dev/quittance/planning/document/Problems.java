package dev.quittance.planning.document;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one parse, up to {@link Limits#PROBLEMS}. Not thread-safe. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(String pointer, String what, String expected) {
    if (found.size() < Limits.PROBLEMS) {
      found.add(new Problem(pointer, what, expected));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(found);
  }

  /** The pointer of a member, its name escaped as RFC 6901 wants. */
  static String below(String pointer, String member) {
    return pointer + "/" + member.replace("~", "~0").replace("/", "~1");
  }
}

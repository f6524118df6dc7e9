package dev.quittance.planning.document;

import java.util.ArrayList;
import java.util.List;

/** Collects the problems of one parse, up to {@link Limits#PROBLEMS}. Not thread-safe. */
final class Problems {
  private final List<Problem> found = new ArrayList<>();

  void add(Pointer at, String what, String expected) {
    if (found.size() < Limits.PROBLEMS) {
      found.add(new Problem(at.toString(), what, expected));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> list() {
    return List.copyOf(found);
  }
}

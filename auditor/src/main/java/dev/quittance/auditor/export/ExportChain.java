package dev.quittance.auditor.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The parts of an export, from period 0 on, each of which names the manifest of the one before by
 * its hash. Immutable.
 *
 * @param parts at least one, in the order of their periods
 */
record ExportChain(List<ExportPart> parts) {

  /** What came of putting parts together. */
  sealed interface Linking {}

  /** They are a chain. */
  record Linked(ExportChain chain) implements Linking {}

  /** They are none; {@code reason} says which folder is to blame, or what is missing. */
  record Broken(String reason) implements Linking {}

  /** Copies the parts. */
  ExportChain {
    parts = List.copyOf(parts);
  }

  /** Puts parts together, of which there is at least one; they may come in any order. */
  static Linking link(List<ExportPart> parts) {
    List<ExportPart> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingLong(part -> part.manifest().from()));
    Optional<String> problem = problemOfFirst(sorted.getFirst());
    for (int i = 1; problem.isEmpty() && i < sorted.size(); i++) {
      problem = problem(sorted.get(i - 1), sorted.get(i));
    }
    return problem.<Linking>map(Broken::new).orElseGet(() -> new Linked(new ExportChain(sorted)));
  }

  private static Optional<String> problemOfFirst(ExportPart part) {
    return part.manifest().from() == 0
        ? Optional.empty()
        : Optional.of(beginsLater(part) + "; name that one with --export too");
  }

  private static Optional<String> problem(ExportPart before, ExportPart part) {
    Manifest manifest = part.manifest();
    if (!before.manifest().origin().equals(manifest.origin())) {
      return Optional.of(
          "%s is of the log %s and %s of %s; audit one log at a time"
              .formatted(
                  before.folder(), before.manifest().origin(), part.folder(), manifest.origin()));
    }
    if (before.manifest().from() == manifest.from()) {
      return Optional.of(
          "%s and %s both begin with period %d; leave one of them out"
              .formatted(before.folder(), part.folder(), manifest.from()));
    }
    long last = before.manifest().to();
    if (last + 1 != manifest.from()) {
      return Optional.of(
          "%s; %s ends with period %d: name %s with --export"
              .formatted(
                  beginsLater(part),
                  before.folder(),
                  last,
                  last < manifest.from() ? "those in between" : "the right one in its place"));
    }
    return part.goesOnFrom(before)
        ? Optional.empty()
        : Optional.of(
            "%s goes on from an export whose %s has SHA-256 %s, that of %s has %s: %s"
                .formatted(
                    part.folder(),
                    Manifest.FILE,
                    manifest.after().orElse(""),
                    before.folder(),
                    before.sha256(),
                    "it was changed, or is another export of the same periods"));
  }

  private static String beginsLater(ExportPart part) {
    long from = part.manifest().from();
    return "%s begins with period %d and goes on from an export that ends with period %d"
        .formatted(part.folder(), from, from - 1);
  }

  /** The part that names all others, by hash after hash. */
  ExportPart last() {
    return parts.getLast();
  }
}

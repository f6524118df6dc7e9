package dev.quittance.bench;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where processor time went in a phase.
 *
 * @param threads by kind of thread, in shares of all samples
 * @param self by the method that was running, in shares of what the compiler's threads leave
 * @param ours by method of ours, with all that it called; a sample counts for each of its callers;
 *     in the same shares
 * @param flames the flame graph, if one was written
 */
public record Profile(
    String phase,
    long samples,
    List<Share> threads,
    List<Share> self,
    List<Share> ours,
    Optional<Path> flames) {
  private static final int TOP = 25;
  private static final String OUR_PACKAGE = "dev/quittance/";
  private static final String OURSELVES = "dev/quittance/bench/";

  private static final String LAMBDA = "$$Lambda";

  /** The virtual machine's compiler: its work ends when all that is hot is compiled. */
  private static final String COMPILER = "CompilerThre";

  /** Ids, numbers and addresses that make threads of one kind differ. */
  private static final Pattern INSTANCE =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\\btid=\\d+|[#:]?\\d[\\d.:]*");

  /**
   * What a part has of the whole.
   *
   * @param percent of the samples
   */
  public record Share(String name, double percent) {}

  /**
   * Reads collapsed stacks: {@code [thread];caller;callee COUNT} in each line.
   *
   * @see <a href="https://github.com/brendangregg/FlameGraph">the format</a>
   */
  static Profile of(String phase, Stream<String> collapsed, Optional<Path> flames) {
    Map<String, Long> threads = new HashMap<>();
    Map<String, Long> self = new HashMap<>();
    Map<String, Long> ours = new HashMap<>();
    long total = 0;
    long running = 0;
    for (String line : collapsed.toList()) {
      int space = line.lastIndexOf(' ');
      long count = Long.parseLong(line.substring(space + 1));
      List<String> frames = List.of(line.substring(0, space).split(";", -1));
      total += count;
      threads.merge(kind(frames.getFirst()), count, Long::sum);
      if (!frames.getFirst().contains(COMPILER)) {
        running += count;
        self.merge(frames.getLast(), count, Long::sum);
        ourFrames(frames).forEach(frame -> ours.merge(frame, count, Long::sum));
      }
    }
    return new Profile(
        phase, total, top(threads, total), top(self, running), top(ours, running), flames);
  }

  private static Set<String> ourFrames(List<String> frames) {
    Set<String> ours = new HashSet<>();
    for (String frame : frames) {
      if (frame.startsWith(OUR_PACKAGE)
          && !frame.startsWith(OURSELVES)
          && !frame.contains(LAMBDA)) {
        ours.add(frame.substring(OUR_PACKAGE.length()));
      }
    }
    return ours;
  }

  private static String kind(String thread) {
    return INSTANCE
        .matcher(thread.replaceAll("[\\[\\]]", ""))
        .replaceAll("")
        .replaceAll("\\s+", " ")
        .replaceAll("-+", "-")
        .replaceAll("^[- ]+|[- ]+$", "");
  }

  private static List<Share> top(Map<String, Long> counts, long total) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(TOP)
        .map(entry -> new Share(entry.getKey(), 100.0 * entry.getValue() / Math.max(1, total)))
        .toList();
  }
}

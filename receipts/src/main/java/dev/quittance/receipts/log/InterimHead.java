package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Bytes32;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a log has said about a period of a partition while it was open: the tree of its first
 * entries. A signed note like a {@link Checkpoint}, whose first line is {@code
 * origin/partition/seq}, with the log's key, whose name is the log's origin.
 *
 * @param origin the log's name
 * @param partition the partition
 * @param period the period's seq
 * @param size number of entries so far
 * @param root root over them
 */
public record InterimHead(String origin, int partition, long period, long size, Bytes32 root) {
  private static final Pattern TREE = Pattern.compile("(.+)/(0|[1-9][0-9]*)/(0|[1-9][0-9]*)");

  /** Checks the origin's form and that no number is negative. */
  public InterimHead {
    Origins.require(origin);
    if (partition < 0 || period < 0 || size < 0) {
      throw new IllegalArgumentException(
          "partition, period and size must not be negative: %d, %d, %d"
              .formatted(partition, period, size));
    }
  }

  /** What a partition's state says about its open period. */
  public static InterimHead of(String origin, PartitionState state) {
    return new InterimHead(
        origin,
        state.partition(),
        state.openPeriod(),
        state.entries().size(),
        state.entries().root());
  }

  /** The signed note. */
  public String sign(Bytes32 seed) {
    return asCheckpoint().sign(origin, seed);
  }

  private Checkpoint asCheckpoint() {
    return new Checkpoint(origin + "/" + partition + "/" + period, size, root);
  }

  /**
   * Reads a signed note and checks it as {@link Checkpoint#verify} does.
   *
   * @return the head; empty if anything is amiss
   */
  public static Optional<InterimHead> verify(String note, VerifierKey key) {
    return Checkpoint.read(note, key).flatMap(read -> ofCheckpoint(read, key.name()));
  }

  private static Optional<InterimHead> ofCheckpoint(Checkpoint read, String origin) {
    Matcher tree = TREE.matcher(read.origin());
    if (!tree.matches() || !tree.group(1).equals(origin)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new InterimHead(
              origin,
              Integer.parseInt(tree.group(2)),
              Long.parseLong(tree.group(3)),
              read.size(),
              read.root()));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Whether what was said while a period was open is true of the period. */
  public sealed interface Verdict {
    /** The period begins with what was said. */
    record Prefix() implements Verdict {}

    /**
     * The period has fewer entries than it had.
     *
     * @param entries those that it has
     */
    record Shortened(long entries) implements Verdict {}

    /**
     * Its first entries are others than they were.
     *
     * @param root over as many first entries as it has now
     */
    record Rewritten(Bytes32 root) implements Verdict {}
  }

  /**
   * Holds this head against the same period and partition, closed or grown since.
   *
   * @param entries how many entries it has
   * @param rootOfFirst the root over its first entries, asked at most once, with this head's size
   */
  public Verdict check(long entries, LongFunction<Bytes32> rootOfFirst) {
    if (size > entries) {
      return new Verdict.Shortened(entries);
    }
    Bytes32 actual = rootOfFirst.apply(size);
    return actual.equals(root) ? new Verdict.Prefix() : new Verdict.Rewritten(actual);
  }
}

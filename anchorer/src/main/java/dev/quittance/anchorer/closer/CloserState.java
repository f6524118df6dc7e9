package dev.quittance.anchorer.closer;

import dev.quittance.receipts.log.PeriodBounds;
import dev.quittance.receipts.log.PeriodSchedule;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the closer knows, folded from {@code period-schedule} and {@code log-heads}.
 *
 * @param schedule when periods end
 * @param partitions partitions of the log
 * @param last the last decision; empty before the first
 * @param headsPeriod the latest period of which a head exists; -1 if there is none. All heads of a
 *     period come before any of the next: the next is decided only once all of them are there
 * @param heads the partitions whose head of that period exists
 */
public record CloserState(
    PeriodSchedule schedule,
    int partitions,
    Optional<Scheduled> last,
    long headsPeriod,
    Set<Integer> heads) {

  /**
   * A decision.
   *
   * @param seq the period to close
   * @param bounds its start and end
   * @param seenAtSeconds when it was last seen on the topic, unix seconds by the closer's clock
   */
  public record Scheduled(long seq, PeriodBounds bounds, long seenAtSeconds) {}

  /** Copies the set. */
  public CloserState {
    heads = Set.copyOf(heads);
  }

  /** Before the first decision. */
  public static CloserState initial(PeriodSchedule schedule, int partitions) {
    return new CloserState(schedule, partitions, Optional.empty(), -1, Set.of());
  }

  /**
   * After a decision has been seen, new or repeated.
   *
   * @throws IllegalStateException if it is not the next one, nor the last one again
   */
  public CloserState scheduled(long seq, PeriodBounds bounds, long nowSeconds) {
    boolean again =
        last.filter(known -> known.seq() == seq && known.bounds().equals(bounds)).isPresent();
    long next = last.map(known -> known.seq() + 1).orElse(0L);
    long start = last.map(known -> known.bounds().end()).orElse(schedule.firstStart());
    if (!again && (seq != next || bounds.start() != start)) {
      throw new IllegalStateException(
          "period-schedule: period %d from %d follows on %s; expected period %d from %d"
              .formatted(seq, bounds.start(), last, next, start));
    }
    return new CloserState(
        schedule,
        partitions,
        Optional.of(new Scheduled(seq, bounds, nowSeconds)),
        headsPeriod,
        heads);
  }

  /** After a partition's head has been seen. */
  public CloserState headClosed(long seq, int partition) {
    Set<Integer> now = seq > headsPeriod ? new TreeSet<>() : new TreeSet<>(heads);
    if (seq >= headsPeriod) {
      now.add(partition);
    }
    return new CloserState(schedule, partitions, last, Math.max(seq, headsPeriod), now);
  }

  /** Whether every partition's head of a period exists. */
  boolean isClosed(long seq) {
    return headsPeriod == seq && heads.size() == partitions;
  }
}

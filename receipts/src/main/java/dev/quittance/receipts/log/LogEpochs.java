package dev.quittance.receipts.log;

import dev.quittance.receipts.crypto.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The epochs of one log, the oldest first; all but the newest have ended. Immutable.
 *
 * @param all at least one
 */
public record LogEpochs(List<LogEpoch> all) {

  /** Copies the list and checks that there is an epoch, and that each begins after the last. */
  public LogEpochs {
    all = List.copyOf(all);
    if (all.isEmpty() || all.getFirst().firstPeriod() != 0) {
      throw new IllegalArgumentException("a log begins with an epoch of period 0: " + all);
    }
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).firstPeriod() <= all.get(i - 1).firstPeriod()) {
        throw new IllegalArgumentException(
            "epoch %d begins with period %d, the one before with %d"
                .formatted(i, all.get(i).firstPeriod(), all.get(i - 1).firstPeriod()));
      }
    }
  }

  /** A log in its first epoch. */
  public static LogEpochs first(LogEpoch epoch) {
    return new LogEpochs(List.of(epoch));
  }

  /** These and one more. */
  public LogEpochs with(LogEpoch next) {
    List<LogEpoch> more = new ArrayList<>(all);
    more.add(next);
    return new LogEpochs(more);
  }

  /** The epoch that the log is in. */
  public LogEpoch newest() {
    return all.getLast();
  }

  /** The epoch that a period belongs to. */
  public LogEpoch ofPeriod(long seq) {
    return all.stream()
        .filter(epoch -> epoch.firstPeriod() <= seq)
        .reduce((_, later) -> later)
        .orElseThrow(() -> new IllegalArgumentException("there is no period " + seq));
  }

  /** The epoch that a topic holds, if one does. */
  public Optional<LogEpoch> ofTopic(String name) {
    return all.stream().filter(epoch -> epoch.topic().equals(name)).findFirst();
  }

  /**
   * The operator at a time: one whose epoch has ended signs nothing that counts any more.
   *
   * @param atMs unix milliseconds
   */
  public Address operatorAt(long atMs) {
    return all.stream()
        .filter(epoch -> epoch.firstStart() <= atMs / 1000)
        .reduce((_, later) -> later)
        .orElseGet(all::getFirst)
        .rules()
        .operator();
  }

  /** Their partitions, numbered through. */
  public EpochPartitions partitions() {
    return new EpochPartitions(
        topics(), all.stream().map(LogEpoch::firstPeriod).toList(), newest().rules().partitions());
  }

  /** The names of their topics, the oldest first. */
  public List<String> topics() {
    return all.stream().map(LogEpoch::topic).toList();
  }
}

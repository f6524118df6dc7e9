package dev.quittance.auditor;

import java.util.Comparator;
import java.util.OptionalLong;

/**
 * Where something was found.
 *
 * @param topic name of the topic, or {@code chain}, or {@code log} for the log as a whole
 * @param partition partition of the topic
 * @param offset the record, or the first of several
 * @param period the period
 */
public record Place(String topic, OptionalLong partition, OptionalLong offset, OptionalLong period)
    implements Comparable<Place> {

  private static final Comparator<OptionalLong> ABSENT_FIRST =
      Comparator.comparingLong(value -> value.orElse(-1));
  private static final Comparator<Place> ORDER =
      Comparator.comparing((Place place) -> place.period, ABSENT_FIRST)
          .thenComparing(Place::topic)
          .thenComparing(Place::partition, ABSENT_FIRST)
          .thenComparing(Place::offset, ABSENT_FIRST);

  /** The log as a whole. */
  public static final Place LOG =
      new Place("log", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** The chain as a whole. */
  public static final Place CHAIN =
      new Place("chain", OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** A period on the chain. */
  public static Place chain(long period) {
    return CHAIN.inPeriod(period);
  }

  /** A period of a topic, where no record can be named. */
  public static Place period(String topic, long period) {
    return new Place(topic, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(period));
  }

  /** A record. */
  public static Place record(String topic, long partition, long offset) {
    return new Place(
        topic, OptionalLong.of(partition), OptionalLong.of(offset), OptionalLong.empty());
  }

  /** A partition, where no record can be named: one is missing. */
  public static Place partition(String topic, long partition) {
    return new Place(topic, OptionalLong.of(partition), OptionalLong.empty(), OptionalLong.empty());
  }

  /** The same place, in a period. */
  public Place inPeriod(long seq) {
    return new Place(topic, partition, offset, OptionalLong.of(seq));
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  /** For people: {@code receipts/0@17 (period 3)}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(topic);
    partition.ifPresent(p -> text.append('/').append(p));
    offset.ifPresent(o -> text.append('@').append(o));
    period.ifPresent(p -> text.append(" (period ").append(p).append(')'));
    return text.toString();
  }
}

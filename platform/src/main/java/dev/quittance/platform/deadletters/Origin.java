package dev.quittance.platform.deadletters;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record stands; written as topic, partition and offset with colons between. */
public record Origin(String topic, int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("([^:]+):(\\d{1,9}):(\\d{1,18})");

  /** Reads what {@link #toString} writes; empty when it is something else. */
  public static Optional<Origin> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Origin(
                matcher.group(1),
                Integer.parseInt(matcher.group(2)),
                Long.parseLong(matcher.group(3))))
        : Optional.empty();
  }

  /** Whether this record was passed before the other one, in the same partition. */
  boolean isBefore(Origin other) {
    return topic.equals(other.topic) && partition == other.partition && offset < other.offset;
  }

  @Override
  public String toString() {
    return topic + ":" + partition + ":" + offset;
  }
}

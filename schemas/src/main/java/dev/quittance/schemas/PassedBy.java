package dev.quittance.schemas;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record that a stage could not process and passed by, as the outcome of its order names it: in
 * words, since people read them, and always in the same ones, since auditors do too.
 */
public record PassedBy(String topic, int partition, long offset) {
  private static final Pattern SAID =
      Pattern.compile(
          "record (\\d{1,18}) of partition (\\d{1,9}) of (\\S+) can't be processed(;.*)?",
          Pattern.DOTALL);

  /** The words. */
  public String said() {
    return "record "
        + offset
        + " of partition "
        + partition
        + " of "
        + topic
        + " can't be processed";
  }

  /** The record that a message names; a reason may follow. Empty when it names none. */
  public static Optional<PassedBy> namedBy(String message) {
    Matcher said = SAID.matcher(message);
    return said.matches()
        ? Optional.of(
            new PassedBy(
                said.group(3), Integer.parseInt(said.group(2)), Long.parseLong(said.group(1))))
        : Optional.empty();
  }
}

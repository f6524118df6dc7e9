package dev.quittance.market.gigent;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/** Gigent's two forms of times: ISO-8601 with Z, and {@code YYYY-MM-DD HH:MM:SS} in UTC. */
final class GigentTimes {
  private static final DateTimeFormatter WITHOUT_ZONE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private GigentTimes() {}

  /** The time in unix ms; empty for any other text. */
  static OptionalLong parse(String text) {
    try {
      return OptionalLong.of(
          text.indexOf('T') > 0
              ? Instant.parse(text).toEpochMilli()
              : LocalDateTime.parse(text, WITHOUT_ZONE).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }
}

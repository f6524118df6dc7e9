package dev.quittance.market.gigent.standin;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The two forms of time that Gigent writes. */
record Times(InstantSource clock) {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** Now, in whole seconds and without a zone. */
  String now() {
    return SECONDS.format(clock.instant());
  }

  /** A time to come, in milliseconds and with a zone. */
  String in(Duration time) {
    return ISO.format(clock.instant().plus(time));
  }

  /** Whether a time of {@link #now} is at most so long ago. */
  boolean isWithin(Duration time, String seconds) {
    return !seconds.isEmpty()
        && Instant.from(SECONDS.parse(seconds))
            .isAfter(clock.instant().truncatedTo(ChronoUnit.SECONDS).minus(time));
  }
}

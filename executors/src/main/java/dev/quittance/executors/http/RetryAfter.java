package dev.quittance.executors.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** Reads how long the other side asks to be left alone (RFC 9110, section 10.2.3). */
public final class RetryAfter {
  /** Nobody is believed who asks for more. */
  private static final Duration LONGEST = Duration.ofDays(1);

  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The time of a {@code Retry-After} or, more exact, a {@code retry-after-ms} header.
   *
   * @param header gives a header's value by its name in lower case
   * @param now what a date is compared with
   * @return between nothing and a day; empty when no header says any
   */
  public static Optional<Duration> of(Function<String, Optional<String>> header, Instant now) {
    Optional<Duration> exact =
        header.apply("retry-after-ms").flatMap(RetryAfter::number).map(Duration::ofMillis);
    return exact
        .or(() -> header.apply("retry-after").flatMap(value -> parse(value, now)))
        .map(RetryAfter::bounded);
  }

  private static Optional<Duration> parse(String value, Instant now) {
    return number(value).map(Duration::ofSeconds).or(() -> untilDate(value.strip(), now));
  }

  private static Optional<Long> number(String value) {
    String digits = value.strip();
    boolean isNumber =
        !digits.isEmpty()
            && digits.length() <= MAX_DIGITS
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }

  private static Optional<Duration> untilDate(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, then));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration time) {
    if (time.isNegative()) {
      return Duration.ZERO;
    }
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }
}

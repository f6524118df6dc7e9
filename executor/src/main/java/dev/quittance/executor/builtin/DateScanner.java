package dev.quittance.executor.builtin;

import java.time.Month;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds calendar days: {@code 2026-03-12}, {@code 2026/3/12}, {@code 12.03.2026}, {@code 12 March
 * 2026}, {@code March 12th, 2026}. Days that do not exist, and {@code 03/04/2026}, which means two
 * days, are passed over.
 */
final class DateScanner {
  private static final int NONE = -1;
  private static final int MONTH_NAME_CHARS = 9;
  private static final Map<String, Integer> MONTHS = months();

  private final String text;
  private int at;

  private DateScanner(String text, int at) {
    this.text = text;
    this.at = at;
  }

  static List<Found> dates(String text, int limit) {
    var found = new ArrayList<Found>();
    int i = 0;
    while (i < text.length() && found.size() < limit) {
      if (Ascii.alphanumericAt(text, i) && !Ascii.alphanumericAt(text, i - 1)) {
        var date = dateAt(text, i);
        date.ifPresent(found::add);
        i = date.map(Found::end).orElse(i + 1);
      } else {
        i++;
      }
    }
    return found;
  }

  private static Optional<Found> dateAt(String text, int start) {
    if (!Ascii.digitAt(text, start)) {
      return new DateScanner(text, start).monthFirst();
    }
    return new DateScanner(text, start)
        .yearFirst()
        .or(() -> new DateScanner(text, start).dotted())
        .or(() -> new DateScanner(text, start).dayFirst());
  }

  private Optional<Found> yearFirst() {
    int start = at;
    var year = number(4, 4);
    char separator = at < text.length() ? text.charAt(at) : ' ';
    if (year == NONE || (separator != '-' && separator != '/')) {
      return Optional.empty();
    }
    at++;
    var month = number(1, 2);
    return skip(separator) ? found(start, year, month, number(1, 2)) : Optional.empty();
  }

  private Optional<Found> dotted() {
    int start = at;
    var day = number(1, 2);
    if (!skip('.')) {
      return Optional.empty();
    }
    var month = number(1, 2);
    return skip('.') ? found(start, number(4, 4), month, day) : Optional.empty();
  }

  private Optional<Found> dayFirst() {
    int start = at;
    var day = number(1, 2);
    ordinalSuffix();
    skip('.');
    if (!skip(' ')) {
      return Optional.empty();
    }
    var month = monthName();
    skip('.');
    skip(',');
    return skip(' ') ? found(start, number(4, 4), month, day) : Optional.empty();
  }

  private Optional<Found> monthFirst() {
    int start = at;
    var month = monthName();
    skip('.');
    if (month == NONE || !skip(' ')) {
      return Optional.empty();
    }
    var day = number(1, 2);
    ordinalSuffix();
    skip(',');
    return skip(' ') ? found(start, number(4, 4), month, day) : Optional.empty();
  }

  private Optional<Found> found(int start, int year, int month, int day) {
    boolean real =
        year != NONE
            && day != NONE
            && month >= 1
            && month <= 12
            && YearMonth.of(year, month).isValidDay(day)
            && !Ascii.alphanumericAt(text, at);
    return real
        ? Optional.of(new Found(start, at, YearMonth.of(year, month).atDay(day).toString()))
        : Optional.empty();
  }

  /** Reads a number of {@code min} to {@code max} digits; {@link #NONE} when there is none. */
  private int number(int min, int max) {
    int start = at;
    int value = 0;
    while (Ascii.digitAt(text, at) && at - start < max) {
      value = value * 10 + (text.charAt(at) - '0');
      at++;
    }
    return at - start >= min && !Ascii.digitAt(text, at) ? value : NONE;
  }

  private int monthName() {
    int start = at;
    while (at < text.length()
        && at - start <= MONTH_NAME_CHARS
        && Ascii.isLetter(text.charAt(at))) {
      at++;
    }
    return MONTHS.getOrDefault(Ascii.lower(text.substring(start, at)), NONE);
  }

  private void ordinalSuffix() {
    for (var suffix : List.of("st", "nd", "rd", "th")) {
      if (text.startsWith(suffix, at)) {
        at += 2;
        return;
      }
    }
  }

  private boolean skip(char c) {
    if (at < text.length() && text.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  private static Map<String, Integer> months() {
    var months = new HashMap<String, Integer>();
    for (var month : Month.values()) {
      var name = Ascii.lower(month.name());
      months.put(name, month.getValue());
      months.put(name.substring(0, 3), month.getValue());
    }
    months.put("sept", Month.SEPTEMBER.getValue());
    return Map.copyOf(months);
  }
}

package dev.quittance.executor.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds numbers, amounts of money and percentages. Values stay decimal strings; nothing here is a
 * floating-point number.
 */
final class FigureScanner {
  private static final int FIGURE_CHARS = 40;
  private static final Map<Character, String> SIGNS =
      Map.of('$', "USD", '€', "EUR", '£', "GBP", '¥', "JPY");
  private static final Set<String> CODES =
      Set.of(
          "USD", "EUR", "GBP", "CHF", "JPY", "USDC", "USDT", "SEK", "NOK", "DKK", "PLN", "CZK",
          "CAD", "AUD", "INR");

  private FigureScanner() {}

  static List<Found> numbers(String text, int limit) {
    var found = new ArrayList<Found>();
    for (int i = 0; i < text.length() && found.size() < limit; i++) {
      if (Ascii.isDigit(text.charAt(i))) {
        var figure = figureAt(text, i);
        figure.filter(number -> standsAlone(text, number)).ifPresent(found::add);
        i = afterFigure(text, i) - 1;
      }
    }
    return found;
  }

  static List<Found> percents(String text, int limit) {
    var found = new ArrayList<Found>();
    for (int i = 0; i < text.length() && found.size() < limit; i++) {
      if (Ascii.isDigit(text.charAt(i))) {
        int start = i;
        int end = afterFigure(text, i);
        var figure = figureAt(text, start).filter(number -> !Ascii.alphanumericAt(text, start - 1));
        int after = skipSpace(text, end);
        if (text.startsWith("%", after)
            || text.regionMatches(true, after, "percent", 0, "percent".length())) {
          figure.ifPresent(found::add);
        }
        i = end - 1;
      }
    }
    return found;
  }

  static List<Found> money(String text, int limit) {
    var found = new ArrayList<Found>();
    for (int i = 0; i < text.length() && found.size() < limit; i++) {
      if (Ascii.isDigit(text.charAt(i))) {
        int start = i;
        int end = afterFigure(text, i);
        var currency = currencyBefore(text, start).or(() -> currencyAfter(text, end));
        if (currency.isPresent()) {
          figureAt(text, start)
              .map(figure -> amount(text, figure, currency.get()))
              .ifPresent(found::add);
        }
        i = end - 1;
      }
    }
    return found;
  }

  /** Puts the currency behind the figure; "-$5" has its sign before the currency's. */
  private static Found amount(String text, Found figure, String currency) {
    int sign = figure.start() - 2;
    boolean negative =
        sign >= 0
            && text.charAt(sign) == '-'
            && SIGNS.containsKey(text.charAt(sign + 1))
            && !Ascii.alphanumericAt(text, sign - 1);
    return new Found(
        figure.start(), figure.end(), (negative ? "-" : "") + figure.value() + " " + currency);
  }

  private static int afterFigure(String text, int from) {
    int end = from;
    while (end < text.length()
        && (Ascii.isDigit(text.charAt(end)) || isInnerSeparator(text, end))) {
      end++;
    }
    return end;
  }

  private static boolean isInnerSeparator(String text, int at) {
    char c = text.charAt(at);
    return (c == '.' || c == ',') && Ascii.digitAt(text, at + 1);
  }

  /** The number whose first digit stands at {@code from}, with its sign. */
  private static Optional<Found> figureAt(String text, int from) {
    int end = afterFigure(text, from);
    if (end - from > FIGURE_CHARS) {
      return Optional.empty();
    }
    boolean negative =
        from > 0
            && (text.charAt(from - 1) == '-' || text.charAt(from - 1) == '\u2212')
            && !Ascii.alphanumericAt(text, from - 2);
    return normal(text.substring(from, end))
        .map(number -> new Found(from, end, negative ? "-" + number : number));
  }

  /**
   * Brings {@code 1,234.50}, {@code 1.234,50} and {@code 1234,5} to {@code 1234.50} and {@code
   * 1234.5}. When both marks occur the last one is the decimal point; a single comma before exactly
   * three digits groups; a mark that occurs twice groups.
   */
  private static Optional<String> normal(String figure) {
    int comma = figure.lastIndexOf(',');
    int dot = figure.lastIndexOf('.');
    int point = Math.max(comma, dot);
    boolean mixed = comma >= 0 && dot >= 0;
    boolean repeated = point >= 0 && figure.indexOf(figure.charAt(point)) < point;
    if (mixed && repeated) {
      return Optional.empty();
    }
    boolean groupingComma = !mixed && comma >= 0 && figure.length() - comma == 4;
    if (repeated || groupingComma) {
      point = -1;
    }
    var whole = withoutMarks(point < 0 ? figure : figure.substring(0, point));
    var plain = withoutLeadingZeros(whole);
    return Optional.of(point < 0 ? plain : plain + "." + figure.substring(point + 1));
  }

  private static String withoutMarks(String figure) {
    return figure.replace(",", "").replace(".", "");
  }

  private static String withoutLeadingZeros(String digits) {
    int start = 0;
    while (start < digits.length() - 1 && digits.charAt(start) == '0') {
      start++;
    }
    return digits.substring(start);
  }

  /** Not a part of a word, a date, a time or a code. */
  private static boolean standsAlone(String text, Found number) {
    int before = number.start() - 1;
    boolean joinedBefore =
        Ascii.alphanumericAt(text, before)
            || (before >= 0
                && "-/:_.#".indexOf(text.charAt(before)) >= 0
                && Ascii.alphanumericAt(text, before - 1));
    int after = number.end();
    boolean joinedAfter =
        Ascii.alphanumericAt(text, after)
            || (after < text.length()
                && "-/:_".indexOf(text.charAt(after)) >= 0
                && Ascii.alphanumericAt(text, after + 1));
    return !joinedBefore && !joinedAfter;
  }

  private static Optional<String> currencyBefore(String text, int start) {
    int end = start;
    if (end > 0 && "-\u2212".indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    if (end > 0 && SIGNS.containsKey(text.charAt(end - 1))) {
      return Optional.ofNullable(SIGNS.get(text.charAt(end - 1)));
    }
    int begin = end;
    while (begin > 0 && end - begin <= 4 && Ascii.isLetter(text.charAt(begin - 1))) {
      begin--;
    }
    return Optional.of(text.substring(begin, end)).filter(CODES::contains);
  }

  private static Optional<String> currencyAfter(String text, int end) {
    int begin = skipSpace(text, end);
    if (begin < text.length() && SIGNS.containsKey(text.charAt(begin))) {
      // "5 $7" holds one amount, not two: the sign belongs to the figure that it touches.
      return Ascii.digitAt(text, begin + 1)
          ? Optional.empty()
          : Optional.ofNullable(SIGNS.get(text.charAt(begin)));
    }
    int stop = begin;
    while (stop < text.length() && stop - begin <= 4 && Ascii.isLetter(text.charAt(stop))) {
      stop++;
    }
    return Optional.of(text.substring(begin, stop)).filter(CODES::contains);
  }

  private static int skipSpace(String text, int at) {
    return at < text.length() && isSpace(text.charAt(at)) ? at + 1 : at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\u00a0' || c == '\u202f';
  }
}

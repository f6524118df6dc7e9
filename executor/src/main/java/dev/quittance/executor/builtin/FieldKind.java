package dev.quittance.executor.builtin;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the extraction looks for. The name in JSON is the constant's in lower case. */
enum FieldKind {
  /** An address such as {@code jane@example.org}, in lower case. */
  EMAIL,
  /** An http or https address, without the punctuation that follows it. */
  URL,
  /** A calendar day as {@code 2026-03-12}; day/month orders that could be either are not read. */
  DATE,
  /** An amount with a currency sign or code, as {@code 1234.50 EUR}. */
  MONEY,
  /** A decimal number, as {@code -1234.5}. */
  NUMBER,
  /** A telephone number as its digits, with {@code +} when international. */
  PHONE,
  /** A percentage as its number, {@code 12.5} for "12.5 %". */
  PERCENT,
  /** Whatever stands after the label on its line. */
  LABEL;

  static Optional<FieldKind> of(String json) {
    return Arrays.stream(values()).filter(kind -> kind.json().equals(json)).findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(FieldKind::json).toList();
  }

  String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Finds up to {@code limit} values in a piece of text, in order. */
  List<Found> scan(String text, int limit) {
    return switch (this) {
      case EMAIL -> ContactScanner.emails(text, limit);
      case URL -> ContactScanner.urls(text, limit);
      case PHONE -> ContactScanner.phones(text, limit);
      case DATE -> DateScanner.dates(text, limit);
      case MONEY -> FigureScanner.money(text, limit);
      case NUMBER -> FigureScanner.numbers(text, limit);
      case PERCENT -> FigureScanner.percents(text, limit);
      case LABEL -> rest(text);
    };
  }

  private static List<Found> rest(String text) {
    var value = text.strip();
    return value.isEmpty() ? List.of() : List.of(new Found(0, text.length(), value));
  }
}

package dev.quittance.market.gigent.yaml;

import dev.quittance.platform.config.Suggestion;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Words for values that do not fit, and guesses at what was meant. */
final class Values {
  private static final int SHOWN = 40;
  private static final Pattern NUMBER_IN_TEXT =
      Pattern.compile("[$€ ]*(-?[0-9]+(\\.[0-9]+)?)\\s*([A-Za-z%$€]*)");

  /** Keys that were put into the wrong place must not be shown either. */
  private static final Pattern KEY = Pattern.compile("\\bsk[-_][A-Za-z0-9]");

  private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);

  /** Other words for what the file calls so. */
  private static final Map<String, String> SAME =
      Map.of(
          "claude", "anthropic",
          "gpt", "openai",
          "chatgpt", "openai",
          "openai-compatible", "openai",
          "md", "markdown",
          "txt", "text",
          "plain", "text",
          "verbose", "debug",
          "trace", "debug");

  private Values() {}

  /** What stands there. */
  static String found(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT, POJO -> "is a section";
      case ARRAY -> "is a list";
      case NULL, MISSING -> "is empty";
      case STRING, BINARY -> shown(value) + " is text";
      case NUMBER -> shown(value) + " is a number";
      case BOOLEAN -> shown(value) + " is a truth value";
    };
  }

  /**
   * What is wrong with a number.
   *
   * @param digits how many may stand after the point
   */
  static Optional<String> numberProblem(
      JsonNode value, BigDecimal least, BigDecimal most, int digits) {
    String range = range(least, most, digits);
    if (!value.isNumber()) {
      return Optional.of(found(value) + "; " + meantNumber(value, least, most, range));
    }
    BigDecimal number = value.decimalValue();
    if (number.stripTrailingZeros().scale() > digits) {
      String advice =
          digits == 0
              ? "; expected a whole number" + range
              : "; expected at most " + digits + " digits after the point";
      return Optional.of(shown(value) + " is too exact" + advice);
    }
    if (number.compareTo(least) < 0) {
      return Optional.of(shown(value) + " is too small; expected a number" + range);
    }
    if (number.compareTo(most) > 0) {
      BigDecimal tenth = number.movePointLeft(1);
      boolean meantTenth = digits > 0 && tenth.compareTo(most) <= 0 && tenth.scale() <= digits;
      return Optional.of(
          shown(value)
              + " is too large; expected a number"
              + range
              + (meantTenth ? "; did you mean " + tenth.toPlainString() + "?" : ""));
    }
    return Optional.empty();
  }

  private static String meantNumber(
      JsonNode value, BigDecimal least, BigDecimal most, String range) {
    Matcher number = NUMBER_IN_TEXT.matcher(value.isString() ? value.asString().strip() : "");
    if (number.matches()) {
      boolean inThousands = number.group(3).equalsIgnoreCase("k");
      BigDecimal written = new BigDecimal(number.group(1));
      BigDecimal meant = inThousands ? written.multiply(THOUSAND) : written;
      if (meant.compareTo(least) >= 0 && meant.compareTo(most) <= 0) {
        return "expected a number" + range + "; did you mean " + meant.toPlainString() + "?";
      }
    }
    return "expected a number" + range;
  }

  static String flagAdvice(JsonNode value) {
    String word = value.asString("").strip().toLowerCase(Locale.ROOT);
    String expected = "expected true or false";
    return switch (word) {
      case "yes", "y", "on", "1", "true", "enabled" -> expected + "; did you mean true?";
      case "no", "n", "off", "0", "false", "disabled" -> expected + "; did you mean false?";
      default ->
          Suggestion.nearest(word, List.of("true", "false"))
              .map(near -> expected + "; did you mean " + near + "?")
              .orElse(expected);
    };
  }

  static String choiceAdvice(JsonNode value, List<String> words) {
    String word = value.asString("").strip().toLowerCase(Locale.ROOT);
    String expected = "expected " + String.join(", ", words);
    return Optional.ofNullable(SAME.get(word))
        .filter(words::contains)
        .or(() -> Suggestion.nearest(word, words))
        .or(() -> words.stream().filter(w -> w.startsWith(word) && word.length() > 1).findFirst())
        .or(() -> words.stream().filter(word::startsWith).findFirst())
        .map(near -> expected + "; did you mean " + near + "?")
        .orElse(expected);
  }

  private static String range(BigDecimal least, BigDecimal most, int digits) {
    return (digits == 0 ? " from " : " between ")
        + least.toPlainString()
        + (digits == 0 ? " to " : " and ")
        + most.toPlainString();
  }

  private static String shown(JsonNode value) {
    String text = value.toString();
    if (KEY.matcher(text).find()) {
      return "what looks like a key";
    }
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }
}

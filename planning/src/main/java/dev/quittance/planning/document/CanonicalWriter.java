package dev.quittance.planning.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.erdtman.jcs.NumberToJSON;

/**
 * Writes JSON trees in RFC 8785 form.
 *
 * <p>The library canonicalises text: it parses what was just written from a tree, which took half
 * of the planner's time. This writes the tree at once, with the library's numbers; a law holds it
 * to the library's text.
 */
final class CanonicalWriter {
  private static final HexFormat HEX = HexFormat.of();

  /** Whole numbers up to here are written digit by digit, as a double's shortest form is. */
  private static final long EXACT_LONG = 1L << 53;

  private final StringBuilder text = new StringBuilder(256);

  private CanonicalWriter() {}

  /**
   * The canonical text of a tree.
   *
   * @throws IllegalArgumentException when it holds something that JSON has not
   */
  static String text(JsonNode node) {
    CanonicalWriter writer = new CanonicalWriter();
    writer.value(node);
    return writer.text.toString();
  }

  /** A string with its quotes (RFC 8785 section 3.2.2.2). */
  static String quoted(String value) {
    if (isPlain(value)) {
      return "\"" + value + "\"";
    }
    CanonicalWriter writer = new CanonicalWriter();
    writer.string(value);
    return writer.text.toString();
  }

  private void value(JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> object(node);
      case ARRAY -> array(node);
      case STRING -> string(node.textValue());
      case NUMBER -> text.append(number(node));
      case BOOLEAN -> text.append(node.booleanValue());
      case NULL -> text.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    }
  }

  /** Members by their names' UTF-16 code units (section 3.2.3), as strings compare in Java. */
  private void object(JsonNode node) {
    List<String> names = new ArrayList<>(node.size());
    node.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    text.append('{');
    String separator = "";
    for (String name : names) {
      text.append(separator);
      string(name);
      text.append(':');
      value(node.get(name));
      separator = ",";
    }
    text.append('}');
  }

  private void array(JsonNode node) {
    text.append('[');
    for (int i = 0; i < node.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      value(node.get(i));
    }
    text.append(']');
  }

  private static String number(JsonNode node) {
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      long whole = node.longValue();
      if (-EXACT_LONG <= whole && whole <= EXACT_LONG) {
        return Long.toString(whole);
      }
    }
    try {
      return NumberToJSON.serializeNumber(node.doubleValue());
    } catch (IOException e) {
      throw new IllegalArgumentException("not a JSON number: " + node, e);
    }
  }

  private void string(String value) {
    text.append('"');
    int plainFrom = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (isEscaped(c)) {
        text.append(value, plainFrom, i);
        escape(c);
        plainFrom = i + 1;
      }
    }
    text.append(value, plainFrom, value.length()).append('"');
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (isEscaped(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscaped(char c) {
    return c < ' ' || c == '"' || c == '\\';
  }

  private void escape(char c) {
    switch (c) {
      case '"', '\\' -> text.append('\\').append(c);
      case '\b' -> text.append("\\b");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\f' -> text.append("\\f");
      case '\r' -> text.append("\\r");
      default -> text.append("\\u00").append(HEX.toHexDigits((byte) c));
    }
  }
}

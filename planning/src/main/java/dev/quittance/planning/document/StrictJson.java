package dev.quittance.planning.document;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON text that must have exactly one canonical form: valid UTF-8, no repeated members,
 * nesting within {@link Limits#DEPTH}, well-formed Unicode, and only numbers that a double holds
 * without loss (I-JSON, RFC 7493).
 */
public final class StrictJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(Limits.DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private StrictJson() {}

  /** The tree of UTF-8 text, of at most {@code maxBytes} bytes. */
  public static Parsed<JsonNode> parse(byte[] utf8, int maxBytes) {
    if (utf8.length > maxBytes) {
      return bad("", "has " + utf8.length + " bytes", "at most " + maxBytes);
    }
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      return bad("", "is not UTF-8", "JSON text in UTF-8");
    }
  }

  private static Parsed<JsonNode> parse(String text) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      try {
        JsonNode node = MAPPER.readTree(parser);
        if (node == null || node.isMissingNode()) {
          return bad("", "is empty", "one JSON value");
        }
        if (parser.nextToken() != null) {
          return bad("", "has text after its end", "one JSON value");
        }
        return checked(node);
      } catch (JacksonException e) {
        // Some exceptions of the library carry no location, the parser always does.
        JsonLocation at = parser.currentLocation();
        String where = " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
        return bad(
            parser.getParsingContext().pathAsPointer().toString(),
            "is not strict JSON: " + e.getOriginalMessage() + where,
            "JSON without repeated members, nested at most " + Limits.DEPTH + " deep");
      }
    } catch (IOException e) {
      throw new IllegalStateException("text in memory can be read", e);
    }
  }

  private static Parsed<JsonNode> checked(JsonNode node) {
    Problems problems = new Problems();
    check(node, Pointer.ROOT, problems);
    return problems.isEmpty() ? new Parsed.Ok<>(node) : new Parsed.Bad<>(problems.list());
  }

  private static void check(JsonNode node, Pointer at, Problems problems) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      Pointer below = at.below(member.getKey());
      checkText(member.getKey(), below, problems);
      check(member.getValue(), below, problems);
    }
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        check(node.get(i), at.below(i), problems);
      }
    } else if (node.isTextual()) {
      checkText(node.textValue(), at, problems);
    } else if (node.isNumber() && !node.isInt() && !isExactDouble(node.decimalValue())) {
      problems.add(
          at,
          "is a number with more digits than a double holds",
          "a number that a double holds exactly as written, or a string");
    }
  }

  private static boolean isExactDouble(BigDecimal number) {
    double nearest = number.doubleValue();
    return Double.isFinite(nearest)
        && new BigDecimal(Double.toString(nearest)).compareTo(number) == 0;
  }

  private static void checkText(String text, Pointer at, Problems problems) {
    if (hasUnpairedSurrogate(text)) {
      problems.add(at, "has an unpaired surrogate", "well-formed Unicode");
    }
  }

  private static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private static Parsed<JsonNode> bad(String pointer, String found, String expected) {
    return new Parsed.Bad<>(List.of(new Problem(pointer, found, expected)));
  }
}

package dev.quittance.planning.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;

/**
 * A JSON value in its RFC 8785 form: an immutable value, equal when the JSON is equal.
 *
 * @param text the canonical text
 */
public record CanonicalJson(String text) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /**
   * The canonical form of a tree. The tree must be I-JSON (numbers that a double holds, well-formed
   * strings), which {@link StrictJson} makes sure of for all text from outside.
   */
  public static CanonicalJson of(JsonNode node) {
    return new CanonicalJson(CanonicalWriter.text(node));
  }

  /** UTF-8 bytes, a new array each time. */
  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Number of UTF-8 bytes. */
  public int size() {
    return bytes().length;
  }

  /** SHA-256 of the bytes. */
  public Hash32 hash() {
    return Hash32.sha256(bytes());
  }

  /** A fresh tree of the value, which the caller may change. */
  public JsonNode node() {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("canonical text is valid JSON: " + text, e);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

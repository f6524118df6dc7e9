package dev.quittance.receipts;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * Canonical JSON (RFC 8785): one text per value, which is what is hashed wherever JSON is hashed.
 *
 * <p>Stateless, thread-safe. Input is read strictly (RFC 8259): no repeated members, nothing after
 * the value, no lone surrogates.
 */
public final class CanonicalJson {

  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CanonicalJson() {}

  /**
   * The canonical text of a JSON value.
   *
   * @throws IllegalArgumentException if the text is not one well-formed JSON value
   */
  public static String canonicalize(String json) {
    requireOneValue(json);
    try {
      // The canonicaliser reads objects and arrays only; in an array of one it reads any value.
      String array = new JsonCanonicalizer("[" + json + "]").getEncodedString();
      String canonical = array.substring(1, array.length() - 1);
      utf8(canonical);
      return canonical;
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
    }
  }

  /** The canonical text as UTF-8 bytes; errors as in {@link #canonicalize}. */
  public static Bytes bytes(String json) {
    return Bytes.wrap(utf8(canonicalize(json)));
  }

  /** SHA-256 of the canonical text; errors as in {@link #canonicalize}. */
  public static Bytes32 hash(String json) {
    return Sha256.hash(bytes(json));
  }

  /** Whether the text is a JSON value already in canonical form. */
  public static boolean isCanonical(String json) {
    if (isPlainText(json) || isSmallInteger(json)) {
      return true;
    }
    try {
      return canonicalize(json).equals(json);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** A string of printable ASCII without escapes: the common case, told without a parser. */
  private static boolean isPlainText(String json) {
    int last = json.length() - 1;
    if (last < 1 || json.charAt(0) != '"' || json.charAt(last) != '"') {
      return false;
    }
    for (int i = 1; i < last; i++) {
      char c = json.charAt(i);
      if (c < ' ' || c > '~' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static boolean isSmallInteger(String json) {
    if (json.isEmpty() || json.length() > 9 || (json.charAt(0) == '0' && json.length() > 1)) {
      return false;
    }
    for (int i = 0; i < json.length(); i++) {
      if (json.charAt(i) < '0' || json.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static void requireOneValue(String json) {
    try {
      JsonNode value = STRICT.readTree(json);
      if (value == null || value.isMissingNode()) {
        throw new IllegalArgumentException("not JSON: there is no value");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not JSON: a lone surrogate", e);
    }
  }
}

package dev.quittance.ingest.http;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the {@code Idempotency-Key} header says: a quoted string (sf-string, RFC 9651) or a bare
 * token (RFC 9110).
 */
sealed interface IdempotencyKey {
  /** Longest key, in characters. */
  int MAX_CHARS = 128;

  /** No header. */
  record Absent() implements IdempotencyKey {}

  /** A usable key, unquoted. */
  record Given(String key) implements IdempotencyKey {}

  /** Not a key; {@code detail} says why. */
  record Malformed(String detail) implements IdempotencyKey {}

  Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  Pattern STRING = Pattern.compile("\"((?:[ !#-\\[\\]-~]|\\\\[\"\\\\])*)\"");

  /** Reads the values of the header. */
  static IdempotencyKey parse(List<String> headers) {
    if (headers.isEmpty()) {
      return new Absent();
    }
    if (headers.size() > 1) {
      return new Malformed("Send one Idempotency-Key, not " + headers.size() + ".");
    }
    String header = headers.getFirst().strip();
    if (TOKEN.matcher(header).matches()) {
      return checked(header);
    }
    Matcher quoted = STRING.matcher(header);
    return quoted.matches()
        ? checked(quoted.group(1).replaceAll("\\\\(.)", "$1"))
        : new Malformed(
            "The Idempotency-Key is neither a quoted string of printable ASCII nor a token.");
  }

  private static IdempotencyKey checked(String key) {
    return key.isEmpty() || key.length() > MAX_CHARS
        ? new Malformed("The Idempotency-Key must have 1 to " + MAX_CHARS + " characters.")
        : new Given(key);
  }
}

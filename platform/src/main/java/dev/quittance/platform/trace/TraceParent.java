package dev.quittance.platform.trace;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A {@code traceparent} of W3C Trace Context: which trace a request belongs to. It travels as an
 * HTTP header and, under the same name, as a header of records.
 *
 * @param value version 00, trace id, parent id and flags, in lower case with hyphens between
 */
public record TraceParent(String value) {
  /** Name of the header. */
  public static final String HEADER = "traceparent";

  /** Bytes that {@link #fresh} needs: 16 of the trace id, 8 of the parent id. */
  public static final int RANDOM_BYTES = 24;

  private static final Pattern FORMAT =
      Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_PARENT = "0".repeat(16);
  private static final int TRACE_ID_START = 3;
  private static final int TRACE_ID_END = TRACE_ID_START + 32;

  /**
   * Reads a header. Of a later version's only the parts that version 00 has are taken, as the
   * specification wants.
   *
   * @return empty when there is none, or none that is valid
   */
  public static Optional<TraceParent> parse(@Nullable String header) {
    if (header == null) {
      return Optional.empty();
    }
    Matcher parts = FORMAT.matcher(header.strip());
    if (!parts.matches()
        || parts.group(1).equals("ff")
        || (parts.group(1).equals("00") && parts.group(5) != null)
        || parts.group(2).equals(NO_TRACE)
        || parts.group(3).equals(NO_PARENT)) {
      return Optional.empty();
    }
    return Optional.of(
        new TraceParent("00-" + parts.group(2) + "-" + parts.group(3) + "-" + parts.group(4)));
  }

  /** The one in a record's headers, if it is there and valid. */
  public static Optional<TraceParent> of(Headers headers) {
    Header header = headers.lastHeader(HEADER);
    return header == null || header.value() == null
        ? Optional.empty()
        : parse(new String(header.value(), StandardCharsets.US_ASCII));
  }

  /**
   * A new trace, sampled.
   *
   * @param random {@value #RANDOM_BYTES} bytes
   */
  public static TraceParent fresh(byte[] random) {
    if (random.length != RANDOM_BYTES) {
      throw new IllegalArgumentException(random.length + " bytes for a trace, not " + RANDOM_BYTES);
    }
    String hex = HexFormat.of().formatHex(random);
    return parse("00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01")
        .orElseThrow(() -> new IllegalArgumentException("zeros are no random bytes"));
  }

  /** Which trace: 32 hexadecimal digits. */
  public String traceId() {
    return value.substring(TRACE_ID_START, TRACE_ID_END);
  }

  /** The value of a record's header. */
  public byte[] bytes() {
    return value.getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.quittance.platform.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Names of the headers that say what befell a record. Values are UTF-8. */
public final class DeadLetterHeaders {
  /** On a dead letter: why it is one. */
  public static final String REASON = "quittance.reason";

  /** On a dead letter: where it came from, as {@link Origin}. */
  public static final String ORIGIN = "quittance.origin";

  /** On a dead letter: the stage that could not process it. */
  public static final String STAGE = "quittance.stage";

  /** On a dead letter: the id of its order, {@code 0x} and hex, where it is known. */
  public static final String ORDER = "quittance.order";

  /** On a dead letter: the topic that a redrive appends it to. */
  public static final String RETURN = "quittance.return";

  /** On a FAILED outcome: it stands for a dead letter and must not make another outcome. */
  public static final String OUTCOME = "quittance.outcome";

  /** On a record that was redriven: its dead letter. */
  public static final String REDRIVE = "quittance.redrive";

  /** On a record of a dead-letter topic that is none: which one was redriven, by its offset. */
  public static final String REDRIVEN = "quittance.redriven";

  /** The trace that a record belongs to (W3C Trace Context); it stays with the record. */
  public static final String TRACE = "traceparent";

  private static final List<String> OF_DEAD_LETTERS = List.of(REASON, ORIGIN, STAGE, ORDER, RETURN);

  private DeadLetterHeaders() {}

  /** The text of a header. */
  public static Optional<String> text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    return header == null || header.value() == null
        ? Optional.empty()
        : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
  }

  /** A record's headers without what an earlier dead letter of it said. */
  static Headers withoutThose(Headers headers) {
    Headers own = new RecordHeaders(headers);
    OF_DEAD_LETTERS.forEach(own::remove);
    return own;
  }

  /** Only the trace of some headers. */
  static Headers traceOf(Headers headers) {
    Headers trace = new RecordHeaders();
    Header header = headers.lastHeader(TRACE);
    if (header != null) {
      trace.add(header);
    }
    return trace;
  }

  static void put(Headers headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.quittance.platform.streams;

import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that does not decode to {@code <topic>.dlq}, raw, with its reason and origin as
 * headers, in the same transaction that passes it by.
 *
 * <p>A registry that can't be reached is no fault of the record: then the stream stops and tries
 * again.
 */
public final class UndecodableToDeadLetters implements DeserializationExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UndecodableToDeadLetters.class);

  /** Header that says why a record is here. */
  public static final String REASON = "quittance.reason";

  /** Header that says where it came from: topic, partition, offset, with colons between. */
  public static final String ORIGIN = "quittance.origin";

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    if (isOutage(failure)) {
      return Response.fail();
    }
    String origin = record.topic() + ":" + record.partition() + ":" + record.offset();
    LOG.atWarn()
        .addKeyValue("origin", origin)
        .setCause(failure)
        .log("a record does not decode; it goes to the dead letters");
    RecordHeaders headers = new RecordHeaders(record.headers());
    headers.add(REASON, ("undecodable: " + failure).getBytes(StandardCharsets.UTF_8));
    headers.add(ORIGIN, origin.getBytes(StandardCharsets.UTF_8));
    return Response.resume(
        List.of(
            new ProducerRecord<>(
                record.topic() + ".dlq", null, null, record.key(), record.value(), headers)));
  }

  /**
   * Whether a failure to decode comes from a registry that can't be reached, not from the bytes.
   */
  public static boolean isOutage(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SocketException
          || cause instanceof HttpTimeoutException
          || cause instanceof InterruptedIOException) {
        return true;
      }
    }
    return false;
  }
}

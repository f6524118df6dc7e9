package dev.quittance.platform.streams;

import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Fault;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a record that does not decode to the stage's dead letters, raw, and its order's FAILED
 * outcome with it, in the same transaction that passes it by.
 *
 * <p>A registry that can't be reached is no fault of the record: then the stream stops and tries
 * again. A stage without an office for dead letters stops for good.
 */
public final class UndecodableToDeadLetters implements DeserializationExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UndecodableToDeadLetters.class);

  private @Nullable DeadLetterOffice office;

  @Override
  public void configure(Map<String, ?> configs) {
    this.office =
        configs.get(DeadLetterOffice.CONFIG) instanceof DeadLetterOffice found ? found : null;
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception failure) {
    DeadLetterOffice open = office;
    if (open == null || Fault.isOutage(failure)) {
      return Response.fail();
    }
    LOG.atWarn()
        .addKeyValue("origin", record.topic() + ":" + record.partition() + ":" + record.offset())
        .setCause(failure)
        .log("a record does not decode; it goes to the dead letters");
    return Response.resume(open.undecodable(record, failure));
  }
}

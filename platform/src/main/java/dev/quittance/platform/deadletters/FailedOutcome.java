package dev.quittance.platform.deadletters;

import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.PassedBy;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.Address20;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.Hash32;
import java.math.BigInteger;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What the buyer is told when a record of an order became a dead letter: an order-level execution
 * with verdict FAILED, signed by the house agent, in which nothing is owed.
 *
 * @param orderId whose outcome it is
 */
public record FailedOutcome(Hash32 orderId, ExecutionsRecord execution) {
  /** The code of such an execution. */
  public static final String CODE = "dead-lettered";

  private static final int NO_STEP = -1;
  private static final int ORDER_ID_BYTES = 32;
  private static final int MESSAGE_LIMIT = 300;

  /**
   * The outcome of the order that a record belongs to; empty when it belongs to none.
   *
   * @param record its append time is the value date; it has no value when it does not decode: then
   *     its key may name the order
   * @param houseAgent who signs
   */
  static Optional<FailedOutcome> of(
      Origin origin, Record<byte[], ?> record, String reason, Address houseAgent) {
    Optional<IndexedRecord> body = body(record.value());
    return body.flatMap(it -> member(it, "orderId", Hash32.class))
        .or(() -> orderIdOf(origin.topic(), record.key()))
        .map(orderId ->
            new FailedOutcome(
                orderId,
                new ExecutionsRecord(
                    new Execution(
                        orderId,
                        AvroValues.noHash(),
                        NO_STEP,
                        0,
                        AvroValues.address20(houseAgent.toByteArray()),
                        address(body, "buyer"),
                        address(body, "asset"),
                        AvroValues.uint256(BigInteger.ZERO),
                        AvroValues.uint256(BigInteger.ZERO),
                        noAddress(),
                        Verdict.FAILED.code(),
                        hash(body, "orderHash"),
                        hash(body, "planHash"),
                        AvroValues.noHash(),
                        AvroValues.noHash(),
                        record.timestamp(),
                        CODE,
                        message(origin, reason),
                        body.flatMap(it -> member(it, "tenant", CharSequence.class))
                            .map(CharSequence::toString)
                            .orElse(""),
                        "",
                        "",
                        null))));
  }

  /** Whether a record is such an outcome itself. */
  static boolean isOne(@Nullable Object value) {
    return value instanceof ExecutionsRecord record
        && record.getBody() != null
        && record.getBody().getStepIndex() == NO_STEP
        && CODE.equals(record.getBody().getCode());
  }

  private static Optional<Hash32> orderIdOf(String topic, byte @Nullable [] key) {
    return key != null && key.length == ORDER_ID_BYTES && Topics.isKeyedByOrder(topic)
        ? Optional.of(AvroValues.hash32(key))
        : Optional.empty();
  }

  private static String message(Origin origin, String reason) {
    PassedBy record = new PassedBy(origin.topic(), origin.partition(), origin.offset());
    String message = record.said() + "; " + reason;
    return message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT);
  }

  private static Optional<IndexedRecord> body(@Nullable Object value) {
    return value instanceof IndexedRecord record && record.get(0) instanceof IndexedRecord body
        ? Optional.of(body)
        : Optional.empty();
  }

  private static <T> Optional<T> member(IndexedRecord body, String name, Class<T> type) {
    Schema.Field field = body.getSchema().getField(name);
    Object value = field == null ? null : body.get(field.pos());
    return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
  }

  private static Address20 address(Optional<IndexedRecord> body, String name) {
    return body.flatMap(it -> member(it, name, Address20.class))
        .orElseGet(FailedOutcome::noAddress);
  }

  private static Address20 noAddress() {
    return AvroValues.address20(Address.ZERO.toByteArray());
  }

  private static Hash32 hash(Optional<IndexedRecord> body, String name) {
    return body.flatMap(it -> member(it, name, Hash32.class)).orElseGet(AvroValues::noHash);
  }
}

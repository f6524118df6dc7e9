package dev.quittance.platform.deadletters;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record of a dead-letter topic.
 *
 * @param record as it stands there
 * @param redrivenAtMs when it was redriven the last time, unix ms; empty while it waits
 */
public record DeadLetter(
    ConsumerRecord<byte[], byte @Nullable []> record, Optional<Long> redrivenAtMs) {

  private static final Pattern ORDER_ID = Pattern.compile("0x[0-9a-f]{64}");

  /** Names it: dead-letter topic without its suffix and offset, such as {@code plans@17}. */
  public String id() {
    String topic = record.topic();
    return topic.substring(0, topic.length() - ".dlq".length()) + "@" + record.offset();
  }

  /** When it became one, unix ms. */
  public long atMs() {
    return record.timestamp();
  }

  /** Where the record came from; empty when something else than a stage wrote it. */
  public Optional<Origin> origin() {
    return header(DeadLetterHeaders.ORIGIN).flatMap(Origin::parse);
  }

  /** The stage that could not process it; empty when that is not said. */
  public String stage() {
    return header(DeadLetterHeaders.STAGE).orElse("");
  }

  /** Why; empty when that is not said. */
  public String reason() {
    return header(DeadLetterHeaders.REASON).orElse("");
  }

  /** The order that it belongs to, {@code 0x} and hex. */
  public Optional<String> orderId() {
    return header(DeadLetterHeaders.ORDER).filter(id -> ORDER_ID.matcher(id).matches());
  }

  /** The topic that a redrive appends it to. */
  public Optional<String> returnTopic() {
    return header(DeadLetterHeaders.RETURN).or(() -> origin().map(Origin::topic));
  }

  private Optional<String> header(String name) {
    Headers headers = record.headers();
    return DeadLetterHeaders.text(headers, name);
  }
}

package dev.quittance.explorer;

import dev.quittance.explorer.avro.LogEvents;
import dev.quittance.explorer.fold.ViewFold;
import dev.quittance.platform.events.TopicEvents;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.SignedReceipt;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorFinal;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.PayloadStored;
import dev.quittance.schemas.avro.PayloadsRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Decodes the records of the topics that the view follows. Not thread-safe. */
final class RecordReader {
  private final Map<String, Decoder> decoders = new HashMap<>();

  /**
   * @param log the partitions of the receipt log, in all epochs
   */
  RecordReader(RecordSerdes serdes, GenuineReceipts receipts, EpochPartitions log) {
    on(
        serdes,
        Topics.ORDER_REQUESTS,
        (fold, value, at) -> given(value.getBody(), body -> TopicEvents.requested(fold, body, at)));
    on(
        serdes,
        Topics.ORDERS,
        (fold, value, at) -> {
          if (value.getBody() instanceof OrderAccepted accepted) {
            TopicEvents.accepted(fold, accepted, at);
          }
        });
    on(
        serdes,
        Topics.PLANS,
        (fold, value, at) -> given(value.getBody(), body -> TopicEvents.planned(fold, body, at)));
    on(
        serdes,
        Topics.EXECUTIONS,
        (fold, value, at) -> given(value.getBody(), body -> TopicEvents.executed(fold, body, at)));
    on(
        serdes,
        Topics.SETTLEMENTS,
        (fold, value, at) -> given(value.getBody(), body -> TopicEvents.settled(fold, body, at)));
    on(
        serdes,
        Topics.LOG_HEADS,
        (fold, value, _) ->
            given(
                value.getBody(),
                body ->
                    LogEvents.closed(
                        fold, body, log.numberIn(body.getSeq(), body.getPartition()))));
    on(
        serdes,
        Topics.ANCHOR_STATUS,
        (fold, value, _) -> {
          if (value.getBody() instanceof AnchorFinal anchored) {
            LogEvents.anchored(fold, anchored);
          }
        });
    Deserializer<PayloadsRecord> payloads = serdes.of(Topics.PAYLOADS).deserializer();
    decoders.put(
        Topics.PAYLOADS.name(),
        record ->
            record.value() == null ? fold -> fold.erased(record.key()) : stored(payloads, record));
    for (String topic : log.topics()) {
      decoders.put(
          topic,
          record -> {
            Optional<SignedReceipt> receipt = receipts.read(record.value());
            int number = log.number(topic, record.partition());
            return fold ->
                receipt.ifPresent(signed ->
                    TopicEvents.proven(fold, signed, number, record.offset(), record.timestamp()));
          });
    }
  }

  /** Makes of a record what is to be told to a fold. */
  @FunctionalInterface
  private interface Decoder {
    Consumer<ViewFold> decode(ConsumerRecord<byte[], byte[]> record);
  }

  /** Takes a decoded value and its append time. */
  @FunctionalInterface
  private interface Told<V> {
    void tell(ViewFold fold, V value, long atMs);
  }

  /** The topics that it reads. */
  List<String> topics() {
    return List.copyOf(decoders.keySet());
  }

  /** What a record tells a fold; throws what its deserializer throws. */
  Consumer<ViewFold> decode(ConsumerRecord<byte[], byte[]> record) {
    Decoder decoder = decoders.get(record.topic());
    return decoder == null ? _ -> {} : decoder.decode(record);
  }

  private static Consumer<ViewFold> stored(
      Deserializer<PayloadsRecord> payloads, ConsumerRecord<byte[], byte[]> record) {
    PayloadStored body = payloads.deserialize(record.topic(), record.value()).getBody();
    return fold -> given(body, it -> LogEvents.stored(fold, it));
  }

  private <V extends SpecificRecord> void on(RecordSerdes serdes, Topic<V> topic, Told<V> told) {
    Deserializer<V> deserializer = serdes.of(topic).deserializer();
    decoders.put(
        topic.name(),
        record -> {
          V value = deserializer.deserialize(record.topic(), record.value());
          return fold -> given(value, it -> told.tell(fold, it, record.timestamp()));
        });
  }

  /** Records without a body, or with one that this version does not know, say nothing. */
  private static <V> void given(@Nullable V value, Consumer<V> then) {
    if (value != null) {
      then.accept(value);
    }
  }
}

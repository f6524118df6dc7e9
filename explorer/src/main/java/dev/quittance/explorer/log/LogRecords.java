package dev.quittance.explorer.log;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.log.EpochPartitions;
import dev.quittance.schemas.EpochTopics;
import dev.quittance.schemas.ReceiptsCodec;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AnchorMade;
import dev.quittance.schemas.avro.AnchorsRecord;
import dev.quittance.schemas.avro.HeadClosed;
import dev.quittance.schemas.avro.InterimHeadSigned;
import dev.quittance.schemas.avro.LogHeadsRecord;
import dev.quittance.schemas.avro.LogInterimHeadsRecord;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes the records of the topics that the index follows. Not thread-safe. */
final class LogRecords {
  private final ReceiptsCodec codec;
  private final EpochPartitions partitions;
  private final Deserializer<LogHeadsRecord> heads;
  private final Deserializer<AnchorsRecord> anchors;
  private final Deserializer<LogInterimHeadsRecord> interim;

  LogRecords(RecordSerdes serdes, ReceiptsCodec codec, EpochPartitions partitions) {
    this.codec = codec;
    this.partitions = partitions;
    this.heads = serdes.of(Topics.LOG_HEADS).deserializer();
    this.anchors = serdes.of(Topics.ANCHORS).deserializer();
    this.interim = serdes.of(Topics.LOG_INTERIM_HEADS).deserializer();
  }

  /** Those of all epochs. */
  EpochPartitions partitions() {
    return partitions;
  }

  /** Tells a fold what a record says; what the log can't read says nothing. */
  void fold(ConsumerRecord<byte[], byte[]> record, LogFold fold) {
    if (EpochTopics.isReceipts(record.topic())) {
      int number = partitions.number(record.topic(), record.partition());
      Place place = new Place(number, record.offset());
      codec.receipt(record.value()).ifPresent(signed -> fold.receipt(signed.receipt(), place));
    } else if (isOf(record, Topics.LOG_HEADS)) {
      HeadClosed head = value(heads, record).getBody();
      if (head != null) {
        fold.head(head);
      }
    } else if (isOf(record, Topics.ANCHORS)) {
      AnchorMade anchor = value(anchors, record).getBody();
      if (anchor != null) {
        fold.anchor(anchor);
      }
    } else if (isOf(record, Topics.LOG_INTERIM_HEADS)) {
      InterimHeadSigned head = value(interim, record).getBody();
      if (head != null) {
        fold.interim(head);
      }
    }
  }

  private static boolean isOf(ConsumerRecord<byte[], byte[]> record, Topic<?> topic) {
    return record.topic().equals(topic.name());
  }

  private static <V extends SpecificRecord> V value(
      Deserializer<V> deserializer, ConsumerRecord<byte[], byte[]> record) {
    return deserializer.deserialize(record.topic(), record.value());
  }
}

package dev.quittance.anchorer.client;

import dev.quittance.anchorer.RecordDecoder;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Recomputes the log from the topic {@code receipts}, as far as it goes. Not thread-safe. */
final class ReceiptReplay implements AutoCloseable {
  private final LogReplay replay;
  private final RecordDecoder decoder;
  private final Consumer<byte[], byte[]> consumer;

  ReceiptReplay(
      KafkaAccess kafka,
      LogIdentity log,
      RecordDecoder decoder,
      Secp256k1Signatures signatures,
      SignatureCheck check) {
    this.replay = new LogReplay(log, signatures, check, Retention.nothing());
    this.decoder = decoder;
    this.consumer = kafka.follower();
    List<TopicPartition> partitions =
        IntStream.range(0, log.partitionCount())
            .mapToObj(partition -> new TopicPartition(Topics.RECEIPTS.name(), partition))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
  }

  /**
   * Reads on.
   *
   * @return whether there was anything to read
   * @throws dev.quittance.receipts.log.LogDisagreementException if the closes contradict each other
   */
  boolean readOn(Duration patience) {
    var entries = consumer.poll(patience);
    for (ConsumerRecord<byte[], byte[]> entry : entries) {
      Bytes value = entry.value() == null ? Bytes.EMPTY : Bytes.wrap(entry.value());
      replay.feed(
          entry.partition(),
          LogRecord.of(entry.offset(), entry.timestamp(), value, decoder.decode(entry.value())));
    }
    return !entries.isEmpty();
  }

  /** The hash of a period's anchor record; empty while not all of its receipts are read. */
  Optional<Bytes32> anchorHash(long seq) {
    return seq < replay.state().nextPeriod()
        ? Optional.of(replay.anchorHash(seq))
        : Optional.empty();
  }

  @Override
  public void close() {
    consumer.close();
  }
}

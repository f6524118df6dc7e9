package dev.quittance.anchorer.client;

import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogEpochs;
import dev.quittance.receipts.log.LogRecord;
import dev.quittance.receipts.log.LogReplay;
import dev.quittance.receipts.log.Retention;
import dev.quittance.receipts.log.SignatureCheck;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.ReceiptsCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Recomputes the log from its topics, one epoch after the other, as far as they go. What stands in
 * a topic after the end of its epoch belongs to no period and is passed by: whoever may write there
 * must not be able to keep later periods from being anchored. Not thread-safe.
 */
final class ReceiptReplay implements AutoCloseable {
  private final Deque<LogEpoch> later;
  private final LogReplay replay;
  private final Consumer<byte[], byte[]> consumer;
  private final Set<Integer> ended = new HashSet<>();
  private ReceiptsCodec codec;

  /**
   * A replay from the first record of the first epoch on.
   *
   * @param consumer of committed records, its own; closed with it
   * @throws IllegalStateException if an epoch's rules name a schema that this build does not know
   */
  ReceiptReplay(
      Consumer<byte[], byte[]> consumer,
      LogEpochs epochs,
      Secp256k1Signatures signatures,
      SignatureCheck check) {
    this.later = new ArrayDeque<>(epochs.all());
    LogEpoch first = later.removeFirst();
    this.replay = new LogReplay(first.identity(), signatures, check, Retention.nothing());
    this.codec = AcceptedSchemas.codec(first.rules());
    this.consumer = consumer;
    assign(first);
  }

  private void assign(LogEpoch epoch) {
    List<TopicPartition> partitions =
        IntStream.range(0, epoch.rules().partitions())
            .mapToObj(partition -> new TopicPartition(epoch.topic(), partition))
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
      if (!ended.contains(entry.partition())) {
        feed(entry);
      }
    }
    if (!later.isEmpty() && ended.size() == consumer.assignment().size()) {
      beginNext();
      return true;
    }
    return !entries.isEmpty();
  }

  private void feed(ConsumerRecord<byte[], byte[]> entry) {
    Bytes value = entry.value() == null ? Bytes.EMPTY : Bytes.wrap(entry.value());
    replay
        .feed(
            entry.partition(),
            LogRecord.of(entry.offset(), entry.timestamp(), value, codec.decode(entry.value())))
        .appended()
        .closed()
        .filter(closed -> isLast(closed.close().seq()))
        .ifPresent(_ -> ended.add(entry.partition()));
  }

  private boolean isLast(long seq) {
    LogEpoch next = later.peekFirst();
    return next != null && seq == next.firstPeriod() - 1;
  }

  private void beginNext() {
    LogEpoch next = later.removeFirst();
    replay.beginEpoch(next.identity());
    codec = AcceptedSchemas.codec(next.rules());
    ended.clear();
    assign(next);
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

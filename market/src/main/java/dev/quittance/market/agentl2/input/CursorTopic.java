package dev.quittance.market.agentl2.input;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.ReadToEnd;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.MarketCursorsRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads {@code market-cursors} into a {@link CursorBook}. Safe for any number of threads. */
public final class CursorTopic implements AutoCloseable {
  private static final TopicPartition PARTITION =
      new TopicPartition(Topics.MARKET_CURSORS.name(), 0);
  private static final Duration POLL = Duration.ofMillis(100);

  private final CursorRecords records;
  private final CursorBook book;
  private final Consumer<byte[], byte[]> consumer;
  private final Deserializer<MarketCursorsRecord> values;

  /** Opens the topic; nothing is read yet. */
  public CursorTopic(
      KafkaAccess kafka, RecordSerdes serdes, CursorRecords records, long fromBlock) {
    this.records = records;
    this.book = new CursorBook(fromBlock);
    this.values = serdes.of(Topics.MARKET_CURSORS).deserializer();
    this.consumer = kafka.follower();
    consumer.assign(List.of(PARTITION));
    consumer.seekToBeginning(List.of(PARTITION));
  }

  /**
   * Reads all that is there, and waits for what may still be committed.
   *
   * @throws UncheckedIOException when it can't be read to its end
   */
  synchronized void readAll(KafkaAccess kafka) {
    try {
      ReadToEnd.read(
          consumer,
          ReadToEnd.ends(kafka, List.of(PARTITION)),
          ReadToEnd.PATIENCE,
          read -> {
            read.forEach(this::fold);
            return true;
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads on to the end of what can be read, and at least up to this offset: whoever must know what
   * stands before a record of its own names that one, for it may not be readable at once.
   */
  public synchronized void readOn(long atLeast) {
    long end =
        Math.max(atLeast + 1, consumer.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L));
    while (consumer.position(PARTITION) < end) {
      consumer.poll(POLL).forEach(this::fold);
    }
  }

  private void fold(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return;
    }
    MarketCursorsRecord value =
        record.value() == null ? null : values.deserialize(record.topic(), record.value());
    records.entry(record.key(), value).ifPresent(book::fold);
  }

  /** Asks the book as it stands. */
  public synchronized <T> T ask(Function<CursorBook, T> question) {
    return question.apply(book);
  }

  /** The input of an order. */
  public Optional<OrderInput> input(Bytes32 id) {
    return ask(known -> known.input(id));
  }

  @Override
  public synchronized void close() {
    consumer.close();
    values.close();
  }
}

package dev.quittance.platform.deadletters;

import dev.quittance.platform.kafka.FailedTransaction;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Puts dead letters back to where they came from, each together with the mark that it was, in one
 * transaction. Not thread-safe; blocking.
 *
 * <p>Opening it fences an older one of the same line, so two people can't redrive the same letter:
 * the letters are read after that.
 */
public final class Redrive implements AutoCloseable {
  private final KafkaAccess kafka;
  private final RecordSerdes serdes;
  private final Optional<Producer<byte[], byte[]>> producer;

  /** What came of a dead letter. */
  public sealed interface Outcome {
    /** It was appended, or would be. */
    record Appended(DeadLetter letter, String topic, int partition) implements Outcome {}

    /** It stays where it is. */
    record Refused(DeadLetter letter, String reason) implements Outcome {}
  }

  private Redrive(
      KafkaAccess kafka, RecordSerdes serdes, Optional<Producer<byte[], byte[]>> producer) {
    this.kafka = kafka;
    this.serdes = serdes;
    this.producer = producer;
  }

  /** Ready to redrive letters of the line with this name. */
  public static Redrive of(KafkaAccess kafka, RecordSerdes serdes, String line) {
    return new Redrive(kafka, serdes, Optional.of(kafka.transactionalProducer(line + "-redrive")));
  }

  /** Only says what it would do. */
  public static Redrive dry(KafkaAccess kafka, RecordSerdes serdes) {
    return new Redrive(kafka, serdes, Optional.empty());
  }

  /**
   * Redrives letters, in their order.
   *
   * @param deadLetterTopics where to look for them
   * @param isWanted which of them
   * @param again whether also those that were redriven before
   */
  public List<Outcome> run(
      Collection<String> deadLetterTopics, Predicate<DeadLetter> isWanted, boolean again) {
    List<DeadLetter> letters =
        DeadLetters.read(kafka, deadLetterTopics).stream().filter(isWanted).toList();
    Map<String, Verdict> ended = EndedOrders.of(kafka, serdes, letters);
    List<Outcome> outcomes = new ArrayList<>();
    for (DeadLetter letter : letters) {
      Optional<Verdict> end = letter.orderId().map(ended::get);
      outcomes.add(
          refusal(letter, end, again)
              .<Outcome>map(reason -> new Outcome.Refused(letter, reason))
              .orElseGet(() -> append(letter)));
    }
    return outcomes;
  }

  private static Optional<String> refusal(DeadLetter letter, Optional<Verdict> end, boolean again) {
    if (letter.origin().isEmpty() || letter.returnTopic().isEmpty()) {
      return Optional.of("no stage wrote it: it does not say where it came from");
    }
    if (letter.redrivenAtMs().isPresent() && !again) {
      return Optional.of("it was redriven before");
    }
    return end.map(verdict -> "its order has ended " + verdict);
  }

  private Outcome append(DeadLetter letter) {
    String topic = letter.returnTopic().orElseThrow();
    int partition = letter.origin().orElseThrow().partition();
    producer.ifPresent(open -> append(open, letter, topic, partition));
    return new Outcome.Appended(letter, topic, partition);
  }

  private static void append(
      Producer<byte[], byte[]> producer, DeadLetter letter, String topic, int partition) {
    var record = letter.record();
    Headers redriven = DeadLetterHeaders.traceOf(record.headers());
    DeadLetterHeaders.put(redriven, DeadLetterHeaders.REDRIVE, letter.id());
    Headers mark = new RecordHeaders();
    DeadLetterHeaders.put(mark, DeadLetterHeaders.REDRIVEN, Long.toString(record.offset()));
    producer.beginTransaction();
    try {
      var _ =
          producer.send(
              new ProducerRecord<>(topic, partition, null, record.key(), record.value(), redriven));
      var _ = producer.send(new ProducerRecord<>(record.topic(), 0, null, null, null, mark));
      producer.commitTransaction();
    } catch (KafkaException e) {
      FailedTransaction.abort(producer, e);
      throw e;
    }
  }

  @Override
  public void close() {
    producer.ifPresent(Producer::close);
  }
}

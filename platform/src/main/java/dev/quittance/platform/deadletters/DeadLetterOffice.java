package dev.quittance.platform.deadletters;

import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.ExecutionsRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where a stage brings what it can't process: wires its processors so that a record which crashes
 * one {@value Strikes#OUT} times goes to {@code <topic>.dlq} and its order gets a FAILED outcome,
 * and does the same for records that don't decode.
 *
 * <p>One per stage and process. Safe for all of its stream threads.
 */
public final class DeadLetterOffice {
  /** The Streams property under which the undecodable-record handler finds its office. */
  public static final String CONFIG = "quittance.dead.letter.office";

  private static final String DEAD_LETTER_SUFFIX = ".dlq";
  private static final String REDRIVE_SUFFIX = ".redrive";
  private static final int REASON_LIMIT = 1000;

  private final String stage;
  private final RecordSerdes serdes;
  private final Address houseAgent;
  private final Strikes strikes;
  private final boolean isSecondReader;

  /**
   * The office of a stage that carries orders on.
   *
   * @param houseAgent signs the outcomes
   */
  public DeadLetterOffice(String stage, RecordSerdes serdes, Address houseAgent, Strikes strikes) {
    this(stage, serdes, houseAgent, strikes, false);
  }

  private DeadLetterOffice(
      String stage,
      RecordSerdes serdes,
      Address houseAgent,
      Strikes strikes,
      boolean isSecondReader) {
    this.stage = stage;
    this.serdes = serdes;
    this.houseAgent = houseAgent;
    this.strikes = strikes;
    this.isSecondReader = isSecondReader;
  }

  /**
   * The same for a stage that reads topics beside the one that carries orders on: its dead letters
   * end no order, and they are redriven to it alone ({@link Topic#redriveName()}).
   */
  public DeadLetterOffice ofSecondReader() {
    return new DeadLetterOffice(stage, serdes, houseAgent, strikes, true);
  }

  /**
   * Adds a guarded processor, and the sinks of its dead letters and outcomes.
   *
   * <p>The processor must name the child that it forwards to: it has more children than its own.
   *
   * @param topic what it reads
   * @param processors makes one for each task
   * @param parents sources of that topic
   */
  public <V extends SpecificRecord, W> void addProcessor(
      Topology topology,
      String name,
      Topic<V> topic,
      Supplier<? extends Processor<byte[], V, byte[], W>> processors,
      String... parents) {
    add(topology, name, topic, processors, () -> serdes.of(topic).serializer(), parents);
  }

  /** The same for a processor that reads the topic's values as they are. */
  public <W> void addRawProcessor(
      Topology topology,
      String name,
      Topic<?> topic,
      Supplier<? extends Processor<byte[], byte[], byte[], W>> processors,
      String... parents) {
    add(topology, name, topic, processors, ByteArraySerializer::new, parents);
  }

  private <V, W> void add(
      Topology topology,
      String name,
      Topic<?> topic,
      Supplier<? extends Processor<byte[], V, byte[], W>> processors,
      Supplier<Serializer<V>> values,
      String... parents) {
    GuardedProcessor.Sinks sinks =
        new GuardedProcessor.Sinks(
            name + "-dead-letters", isSecondReader ? null : name + "-dead-letter-outcomes");
    topology
        .addProcessor(
            name,
            () -> new GuardedProcessor<>(this, topic, processors.get(), values, sinks),
            parents)
        .addSink(
            sinks.deadLetters(),
            topic.deadLetterName(),
            new ByteArraySerializer(),
            new ByteArraySerializer(),
            name);
    if (sinks.outcomes() != null) {
      topology.addSink(
          sinks.outcomes(),
          Topics.EXECUTIONS.name(),
          new ByteArraySerializer(),
          serdes.of(Topics.EXECUTIONS).serializer(),
          name);
    }
  }

  /** The stage's strikes. */
  Strikes strikes() {
    return strikes;
  }

  /** Counts a crash, if it is the record's; returns what to throw. */
  RuntimeException strike(Origin origin, RuntimeException failure) {
    return Fault.of(failure) == Fault.RECORD ? counted(origin, failure) : failure;
  }

  /** The same for what is no exception; an error of the machine is thrown as it is. */
  RuntimeException strike(Origin origin, Error failure) {
    if (Fault.of(failure) != Fault.RECORD) {
      throw failure;
    }
    return counted(origin, failure);
  }

  private StrikeException counted(Origin origin, Throwable failure) {
    return new StrikeException(origin, strikes.add(origin, reasonOf(failure)), failure);
  }

  /**
   * What goes out in place of a record.
   *
   * @param headers of the dead letter
   * @param outcome of its order; empty when no order ends by it
   * @param outcomeHeaders of that outcome
   */
  record Letter(Headers headers, Optional<FailedOutcome> outcome, Headers outcomeHeaders) {}

  /**
   * Makes the dead letter of a record and the outcome of its order.
   *
   * @param record without a value when it does not decode
   */
  Letter letter(String topic, Origin origin, Record<byte[], ?> record, String reason) {
    Optional<FailedOutcome> outcome =
        FailedOutcome.of(origin, record, stage + ": " + reason, houseAgent);
    Headers headers = DeadLetterHeaders.withoutThose(record.headers());
    DeadLetterHeaders.put(headers, DeadLetterHeaders.REASON, reason);
    DeadLetterHeaders.put(headers, DeadLetterHeaders.ORIGIN, origin.toString());
    DeadLetterHeaders.put(headers, DeadLetterHeaders.STAGE, stage);
    DeadLetterHeaders.put(
        headers, DeadLetterHeaders.RETURN, isSecondReader ? topic + REDRIVE_SUFFIX : topic);
    outcome.ifPresent(known ->
        DeadLetterHeaders.put(headers, DeadLetterHeaders.ORDER, AvroValues.hex(known.orderId())));
    boolean endsOrder = !isSecondReader && !isOutcome(record);
    Headers trace = DeadLetterHeaders.traceOf(record.headers());
    DeadLetterHeaders.put(trace, DeadLetterHeaders.OUTCOME, origin.toString());
    return new Letter(headers, endsOrder ? outcome : Optional.empty(), trace);
  }

  /** What goes out in place of a record that does not decode: the record as it is, the outcome. */
  public List<ProducerRecord<byte[], byte[]>> undecodable(
      ConsumerRecord<byte[], byte[]> record, Exception failure) {
    Origin origin = new Origin(record.topic(), record.partition(), record.offset());
    String topic = withoutRedrive(record.topic());
    Record<byte[], Object> unread =
        new Record<>(record.key(), null, record.timestamp(), record.headers());
    Letter letter = letter(topic, origin, unread, limited("undecodable: " + failure));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    records.add(
        new ProducerRecord<>(
            topic + DEAD_LETTER_SUFFIX,
            null,
            null,
            record.key(),
            record.value(),
            letter.headers()));
    letter.outcome().ifPresent(outcome -> records.add(encoded(outcome, letter.outcomeHeaders())));
    return records;
  }

  private ProducerRecord<byte[], byte[]> encoded(FailedOutcome outcome, Headers headers) {
    String topic = Topics.EXECUTIONS.name();
    try (Serializer<ExecutionsRecord> serializer = serdes.of(Topics.EXECUTIONS).serializer()) {
      byte[] value = serializer.serialize(topic, outcome.execution());
      return new ProducerRecord<>(topic, null, null, outcome.orderId().bytes(), value, headers);
    }
  }

  /** A record that stands for a dead letter makes no other one: that could go on for ever. */
  private static boolean isOutcome(Record<byte[], ?> record) {
    return FailedOutcome.isOne(record.value())
        || record.headers().lastHeader(DeadLetterHeaders.OUTCOME) != null;
  }

  private static String withoutRedrive(String topic) {
    return topic.endsWith(REDRIVE_SUFFIX)
        ? topic.substring(0, topic.length() - REDRIVE_SUFFIX.length())
        : topic;
  }

  /** Which exception, what it says and where it was thrown; Streams' own wrapping says nothing. */
  private static String reasonOf(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof StreamsException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    StackTraceElement[] frames = cause.getStackTrace();
    return limited(frames.length == 0 ? cause.toString() : cause + " at " + frames[0]);
  }

  private static String limited(String reason) {
    return reason.length() <= REASON_LIMIT ? reason : reason.substring(0, REASON_LIMIT);
  }
}

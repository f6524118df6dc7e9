package dev.quittance.platform.deadletters;

import dev.quittance.schemas.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A processor that passes by a record which has crashed it too often.
 *
 * <p>A crash is counted and thrown on: the transaction aborts, so nothing half-done stays, and the
 * record is read again. A record that is struck out goes to the dead letters in place of being
 * processed, in the transaction that passes it by. Its strikes are kept until that transaction is
 * surely committed: if it aborts for another record, this one is struck out still.
 *
 * @param <V> the values that it reads
 * @param <W> the values that the inner processor forwards
 */
final class GuardedProcessor<V, W> implements Processor<byte[], V, Object, Object> {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedProcessor.class);

  /** Far longer than a commit interval. */
  private static final long SURELY_COMMITTED_MS = 30_000;

  private final DeadLetterOffice office;
  private final Topic<?> topic;
  private final Processor<byte[], V, byte[], W> inner;
  private final Supplier<Serializer<V>> values;
  private final Sinks sinks;
  private final Set<String> resumed = new HashSet<>();
  private final Map<Origin, Long> passedAtMs = new HashMap<>();

  private ProcessorContext<Object, Object> context;

  /**
   * Names of the sinks that a guarded processor forwards to.
   *
   * @param outcomes null where no order ends by a dead letter
   */
  record Sinks(String deadLetters, @Nullable String outcomes) {}

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  GuardedProcessor(
      DeadLetterOffice office,
      Topic<?> topic,
      Processor<byte[], V, byte[], W> inner,
      Supplier<Serializer<V>> values,
      Sinks sinks) {
    this.office = office;
    this.topic = topic;
    this.inner = inner;
    this.values = values;
    this.sinks = sinks;
  }

  @Override
  @SuppressWarnings("unchecked") // every child takes raw keys; each its own kind of values
  public void init(ProcessorContext<Object, Object> taskContext) {
    this.context = taskContext;
    resumed.clear();
    passedAtMs.clear();
    inner.init((ProcessorContext<byte[], W>) (ProcessorContext<?, ?>) taskContext);
  }

  @Override
  public void process(Record<byte[], V> record) {
    if (!office.strikes().isEmpty() && isPassedBy(record)) {
      return;
    }
    try {
      inner.process(record);
    } catch (RuntimeException failure) {
      throw office.strike(origin(), failure);
    } catch (Error failure) {
      throw office.strike(origin(), failure);
    }
  }

  @Override
  public void close() {
    inner.close();
  }

  private boolean isPassedBy(Record<byte[], V> record) {
    Origin origin = origin();
    forgetCommitted(origin);
    Optional<String> reason = office.strikes().reasonOut(origin);
    reason.ifPresent(why -> passBy(record, origin, why));
    return reason.isPresent();
  }

  private void passBy(Record<byte[], V> record, Origin origin, String reason) {
    LOG.atError()
        .addKeyValue("origin", origin)
        .addKeyValue("reason", reason)
        .log("a record crashed too often; it goes to the dead letters");
    DeadLetterOffice.Letter letter = office.letter(topic.name(), origin, record, reason);
    context.forward(
        new Record<>(record.key(), encoded(record.value()), record.timestamp(), letter.headers()),
        sinks.deadLetters());
    letter
        .outcome()
        .ifPresent(outcome ->
            context.forward(
                new Record<>(
                    outcome.orderId().bytes(),
                    outcome.execution(),
                    record.timestamp(),
                    letter.outcomeHeaders()),
                sinks.outcomes()));
    passedAtMs.put(origin, context.currentSystemTimeMs());
  }

  private byte[] encoded(V value) {
    try (Serializer<V> serializer = values.get()) {
      return serializer.serialize(topic.name(), value);
    }
  }

  /**
   * A task begins after what was committed: what stands before its first record is done with. So is
   * what this task passed by a while ago.
   */
  private void forgetCommitted(Origin current) {
    if (resumed.add(current.topic())) {
      office.strikes().forget(known -> known.isBefore(current));
    }
    long beforeMs = context.currentSystemTimeMs() - SURELY_COMMITTED_MS;
    if (passedAtMs.values().stream().anyMatch(atMs -> atMs < beforeMs)) {
      Set<Origin> committed = new HashSet<>(passedAtMs.keySet());
      committed.removeIf(origin -> passedAtMs.getOrDefault(origin, beforeMs) >= beforeMs);
      passedAtMs.keySet().removeAll(committed);
      office.strikes().forget(committed::contains);
    }
  }

  private Origin origin() {
    RecordMetadata at =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without a place"));
    return new Origin(at.topic(), at.partition(), at.offset());
  }
}

package dev.quittance.platform.metrics;

import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.platform.trace.WorkInHand;
import dev.quittance.schemas.Topics;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Counts and times the records of a processor, and is what its thread has in hand meanwhile. A
 * record that another processor forwards inside of the same task counts there alone.
 */
final class ObservedProcessor<KIn, VIn, KOut, VOut>
    implements Processor<KIn, VIn, KOut, VOut>, WorkInHand {
  private static final int ORDER_ID_BYTES = 32;

  private final Processor<KIn, VIn, KOut, VOut> inner;

  private StageObserver observer;
  private ProcessorContext<KOut, VOut> context;
  private @Nullable Record<KIn, VIn> record;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  ObservedProcessor(Processor<KIn, VIn, KOut, VOut> inner) {
    this.inner = inner;
  }

  @Override
  public void init(ProcessorContext<KOut, VOut> taskContext) {
    this.context = taskContext;
    this.observer = StageObserver.of(taskContext.appConfigs());
    inner.init(taskContext);
  }

  @Override
  public void process(Record<KIn, VIn> taken) {
    record = taken;
    boolean done = false;
    try (Scope scope = WorkInHand.enter(this)) {
      inner.process(taken);
      done = true;
      if (scope.outer().isEmpty()) {
        observer.processed(context.currentSystemTimeMs() - taken.timestamp());
      }
    } finally {
      record = null;
      if (!done) {
        observer.failed();
      }
    }
  }

  @Override
  public void close() {
    inner.close();
  }

  @Override
  public String stage() {
    return observer.stage();
  }

  @Override
  public Optional<String> orderId() {
    Record<KIn, VIn> current = record;
    return current != null
            && current.key() instanceof byte[] key
            && key.length == ORDER_ID_BYTES
            && context
                .recordMetadata()
                .map(RecordMetadata::topic)
                .filter(Topics::isKeyedByOrder)
                .isPresent()
        ? Optional.of(Hash32.of(key).hex())
        : Optional.empty();
  }

  @Override
  public Optional<String> traceId() {
    Record<KIn, VIn> current = record;
    return current == null
        ? Optional.empty()
        : TraceParent.of(current.headers()).map(TraceParent::traceId);
  }
}

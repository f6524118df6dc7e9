package dev.quittance.platform.metrics;

import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/** Supplies observed processors. */
record ObservedSupplier<KIn, VIn, KOut, VOut>(ProcessorSupplier<KIn, VIn, KOut, VOut> inner)
    implements ProcessorSupplier<KIn, VIn, KOut, VOut> {
  @Override
  public Processor<KIn, VIn, KOut, VOut> get() {
    return new ObservedProcessor<>(inner.get());
  }

  @Override
  public @Nullable Set<StoreBuilder<?>> stores() {
    return inner.stores();
  }
}

package dev.quittance.platform.metrics;

import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.ProcessorWrapper;
import org.apache.kafka.streams.processor.api.WrappedFixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.WrappedProcessorSupplier;

/**
 * Topologies whose processors are counted and timed, and say in log lines which order they work on
 * (KIP-1112). Kafka Streams makes an instance through the public constructor.
 */
public final class ObservedTopology implements ProcessorWrapper {
  /** An empty topology; what it measures into stands in its application's configuration. */
  public static Topology create() {
    Properties properties = new Properties();
    // Asked for by the constructor; the application's own take their place when it starts.
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "observed");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
    properties.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, ObservedTopology.class.getName());
    return new Topology(new TopologyConfig(new StreamsConfig(properties)));
  }

  @Override
  public <KIn, VIn, KOut, VOut>
      WrappedProcessorSupplier<KIn, VIn, KOut, VOut> wrapProcessorSupplier(
          String name, ProcessorSupplier<KIn, VIn, KOut, VOut> supplier) {
    return ProcessorWrapper.asWrapped(new ObservedSupplier<>(supplier));
  }

  @Override
  public <KIn, VIn, VOut>
      WrappedFixedKeyProcessorSupplier<KIn, VIn, VOut> wrapFixedKeyProcessorSupplier(
          String name, FixedKeyProcessorSupplier<KIn, VIn, VOut> supplier) {
    return ProcessorWrapper.asWrappedFixedKey(supplier);
  }
}

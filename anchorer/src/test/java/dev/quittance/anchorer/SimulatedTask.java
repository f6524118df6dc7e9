package dev.quittance.anchorer;

import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/**
 * One task under exactly-once: what it read, wrote and sent since the last commit becomes visible
 * with the next one, or is lost in a crash.
 */
final class SimulatedTask<V extends SpecificRecord> {
  private static final File NO_STATE_DIRECTORY = new File("target");

  private final TaskId id;
  private final Supplier<Processor<byte[], byte[], byte[], V>> factory;
  private final List<String> storeNames;
  private final List<SimulatedTopic> inputs;
  private final Consumer<CapturedForward<? extends byte[], ? extends V>> output;
  private final Map<String, List<KeyValue<byte[], byte[]>>> committedStores = new HashMap<>();
  private final Map<String, KeyValueStore<byte[], byte[]>> stores = new HashMap<>();
  private int[] committedPositions;
  private int[] positions;
  private MockProcessorContext<byte[], V> context;
  private Processor<byte[], byte[], byte[], V> processor;

  @SuppressWarnings("NullAway.Init") // restart sets the rest
  SimulatedTask(
      int partition,
      Supplier<Processor<byte[], byte[], byte[], V>> factory,
      List<String> storeNames,
      List<SimulatedTopic> inputs,
      Consumer<CapturedForward<? extends byte[], ? extends V>> output) {
    this.id = new TaskId(0, partition);
    this.factory = factory;
    this.storeNames = storeNames;
    this.inputs = inputs;
    this.output = output;
    this.committedPositions = new int[inputs.size()];
    restart();
  }

  boolean hasInput(int input) {
    return positions[input] < inputs.get(input).records().size();
  }

  int inputs() {
    return inputs.size();
  }

  /** Whether something was read since the last commit. */
  boolean isDirty() {
    return !Arrays.equals(positions, committedPositions);
  }

  void step(int input) {
    SimulatedTopic topic = inputs.get(input);
    SimulatedTopic.Entry entry = topic.records().get(positions[input]);
    context.setRecordMetadata(topic.name(), topic.partition(), entry.offset());
    processor.process(new Record<>(entry.keyBytes(), entry.valueBytes(), entry.timestamp()));
    positions[input]++;
  }

  void commit() {
    stores.forEach((name, store) -> committedStores.put(name, contentOf(store)));
    committedPositions = positions.clone();
    context.forwarded().forEach(output);
    context.resetForwards();
  }

  void crash() {
    restart();
  }

  private void restart() {
    context = new MockProcessorContext<>(new Properties(), id, NO_STATE_DIRECTORY);
    for (String name : storeNames) {
      KeyValueStore<byte[], byte[]> store =
          LogTopology.store(Stores.inMemoryKeyValueStore(name)).withLoggingDisabled().build();
      store.init(context.getStateStoreContext(), store);
      committedStores.getOrDefault(name, List.of()).forEach(kv -> store.put(kv.key, kv.value));
      context.addStateStore(store);
      stores.put(name, store);
    }
    positions = committedPositions.clone();
    processor = factory.get();
    processor.init(context);
  }

  private static List<KeyValue<byte[], byte[]>> contentOf(KeyValueStore<byte[], byte[]> store) {
    List<KeyValue<byte[], byte[]>> content = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> all = store.all()) {
      all.forEachRemaining(content::add);
    }
    return content;
  }
}

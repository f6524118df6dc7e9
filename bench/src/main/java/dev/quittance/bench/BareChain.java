package dev.quittance.bench;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.platform.streams.StreamsSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;

/**
 * Five topologies that hand on each record unread, under the settings of the line's stages: what
 * exactly-once hops cost when nothing is done in them.
 */
final class BareChain implements AutoCloseable {
  /** Bytes of each value. */
  static final int VALUE_BYTES = 381;

  private static final int HOPS = 5;

  private final List<RunningStage> apps;

  private BareChain(List<RunningStage> apps) {
    this.apps = apps;
  }

  /** Makes the chain's topics. */
  static void createTopics(KafkaAccess kafka, int lanes) {
    List<String> names = IntStream.rangeClosed(0, HOPS).mapToObj(BareChain::topic).toList();
    BenchTopics.create(kafka, names, lanes);
  }

  /** Starts the five applications. */
  static BareChain start(StreamsSettings settings, Consumer<Throwable> onFailure) {
    List<RunningStage> apps = new ArrayList<>();
    for (int hop = 0; hop < HOPS; hop++) {
      apps.add(StreamsApp.start("chain-" + hop, hop(hop), settings, onFailure));
    }
    return new BareChain(apps);
  }

  /** Where records enter. */
  static String first() {
    return topic(0);
  }

  /** Where they end. */
  static String last() {
    return topic(HOPS);
  }

  boolean isReady() {
    return apps.stream().allMatch(RunningStage::isReady);
  }

  @Override
  public void close() {
    apps.forEach(RunningStage::close);
  }

  private static String topic(int hop) {
    return "bench-chain-" + hop;
  }

  private static Topology hop(int hop) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topic(hop)).to(topic(hop + 1));
    return builder.build();
  }
}

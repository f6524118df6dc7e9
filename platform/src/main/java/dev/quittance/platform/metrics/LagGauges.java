package dev.quittance.platform.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The latest sample as gauges, one per partition or topic. */
final class LagGauges {
  private final MeterRegistry meters;
  private final Map<Tags, AtomicReference<LagSample.Lag>> lags = new ConcurrentHashMap<>();
  private final Map<String, AtomicReference<Long>> letters = new ConcurrentHashMap<>();

  LagGauges(MeterRegistry meters) {
    this.meters = meters;
  }

  void lag(String stage, List<LagSample.Lag> sampled) {
    for (LagSample.Lag lag : sampled) {
      Tags tags =
          Tags.of(
              "stage",
              stage,
              "topic",
              lag.partition().topic(),
              "partition",
              Integer.toString(lag.partition().partition()));
      lags.computeIfAbsent(tags, key -> register(key, lag)).set(lag);
    }
  }

  void deadLetters(Map<String, Long> counts) {
    counts.forEach(
        (topic, count) -> letters.computeIfAbsent(topic, name -> register(name, count)).set(count));
  }

  private AtomicReference<LagSample.Lag> register(Tags tags, LagSample.Lag first) {
    AtomicReference<LagSample.Lag> latest = new AtomicReference<>(first);
    Gauge.builder("quittance.consumer.lag.records", () -> latest.get().records())
        .description("Records appended and not yet processed")
        .tags(tags)
        .register(meters);
    Gauge.builder("quittance.consumer.lag.seconds", () -> latest.get().seconds())
        .description("Age of the oldest record that is not yet processed")
        .tags(tags)
        .register(meters);
    return latest;
  }

  private AtomicReference<Long> register(String topic, long first) {
    AtomicReference<Long> latest = new AtomicReference<>(first);
    Gauge.builder("quittance.dlq.records", latest::get)
        .description("Records in a topic of dead letters")
        .tag("topic", topic)
        .register(meters);
    return latest;
  }
}

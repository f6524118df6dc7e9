package dev.quittance.platform.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;

/** The measurements of one process: what its stages count, and how the machine below them is. */
public final class Metrics implements AutoCloseable {
  /**
   * Kafka's clients and streams measure some thousand things; these answer an operator's questions.
   */
  private static final Set<String> KAFKA_KEPT =
      Set.of(
          "kafka.stream.thread.process.rate",
          "kafka.stream.thread.process.ratio",
          "kafka.stream.thread.poll.ratio",
          "kafka.stream.thread.commit.ratio",
          "kafka.stream.thread.commit.latency.avg",
          "kafka.stream.thread.commit.latency.max",
          "kafka.stream.thread.task.created.total",
          "kafka.stream.thread.task.closed.total",
          "kafka.stream.alive.stream.threads",
          "kafka.stream.failed.stream.threads",
          "kafka.consumer.coordinator.rebalance.total",
          "kafka.consumer.coordinator.rebalance.latency.max",
          "kafka.producer.record.error.total",
          "kafka.producer.txn.commit.time.ns.total",
          "kafka.producer.txn.abort.time.ns.total");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  /**
   * Begins to measure.
   *
   * @param version of this program
   * @param instance the process's name among those of its line
   */
  public Metrics(String version, String instance) {
    registry.config().meterFilter(kafkaKept()).commonTags("instance_id", instance);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    garbage.bindTo(registry);
    ResidentMemory.bindTo(registry);
    Gauge.builder("quittance.build.info", () -> 1)
        .description("Which program this is; always 1")
        .tag("version", version)
        .tag("java", Runtime.version().toString())
        .register(registry);
  }

  /** Where everything is counted. */
  public MeterRegistry registry() {
    return registry;
  }

  /** All of it as Prometheus reads it, text format 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }

  private static MeterFilter kafkaKept() {
    return new MeterFilter() {
      @Override
      public MeterFilterReply accept(Meter.Id id) {
        return id.getName().startsWith("kafka.") && !KAFKA_KEPT.contains(id.getName())
            ? MeterFilterReply.DENY
            : MeterFilterReply.NEUTRAL;
      }
    };
  }
}

package dev.quittance.platform.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void showsWhatOperatorsAskForUnderTheAgreedNames() {
    try (Metrics metrics = new Metrics("1.2.3", "planner-1")) {
      StageObserver.of(metrics.registry(), "planner").processed(40);
      LagGauges gauges = new LagGauges(metrics.registry());
      gauges.lag(
          "planner",
          java.util.List.of(new LagSample.Lag(new TopicPartition("orders", 2), 17, 3.5)));
      gauges.deadLetters(java.util.Map.of("orders.dlq", 4L));

      String text = metrics.scrape();

      assertThat(text)
          .containsPattern("quittance_build_info\\{[^}]*version=\"1.2.3\"[^}]*} 1")
          .containsPattern(
              "quittance_stage_records_total\\{[^}]*outcome=\"processed\"[^}]*stage=\"planner\""
                  + "[^}]*} 1.0")
          .containsPattern(
              "quittance_stage_duration_seconds_bucket\\{[^}]*stage=\"planner\"[^}]*le=\"0.05\"} 1")
          .containsPattern(
              "quittance_stage_duration_seconds_bucket\\{[^}]*stage=\"planner\"[^}]*le=\"0.025\"}"
                  + " 0")
          .containsPattern(
              "quittance_consumer_lag_records\\{[^}]*partition=\"2\"[^}]*topic=\"orders\"} 17.0")
          .containsPattern("quittance_consumer_lag_seconds\\{[^}]*} 3.5")
          .containsPattern("quittance_dlq_records\\{[^}]*topic=\"orders.dlq\"} 4.0")
          .contains("jvm_memory_used_bytes")
          .contains("instance_id=\"planner-1\"");
    }
  }

  @Test
  void ofKafkasOwnMeasurementsOnlyAFewAreKept() {
    try (Metrics metrics = new Metrics("1.2.3", "planner-1")) {
      Counter.builder("kafka.consumer.fetch.manager.bytes.total")
          .register(metrics.registry())
          .increment();
      Counter.builder("kafka.producer.record.error.total").register(metrics.registry()).increment();

      assertThat(metrics.scrape())
          .doesNotContain("kafka_consumer_fetch_manager")
          .contains("kafka_producer_record_error_total");
    }
  }
}

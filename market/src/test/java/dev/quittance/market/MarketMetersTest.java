package dev.quittance.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.MarketMeters.Outcome;
import dev.quittance.planning.document.Hash32;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.metrics.Metrics;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.Verdict;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import dev.quittance.schemas.avro.DeliveryReady;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The names that operators' rules go by. */
class MarketMetersTest {
  private static final int PATIENCE_S = 60;

  @Test
  void everyOutcomeHasACounterOfItsMarket() {
    try (Metrics metrics = new Metrics("1.2.3", "one")) {
      MarketMeters meters = new MarketMeters(metrics.registry(), "gigent");
      Arrays.stream(Outcome.values()).forEach(meters::count);
      meters.count(Outcome.HELD);
      meters.showFollowerLag(() -> 12);

      for (String outcome : List.of("taken-in", "withdrawn", "delivered", "refused", "failed")) {
        assertThat(metrics.scrape()).containsPattern(orders(outcome) + " 1\\.0");
      }
      assertThat(metrics.scrape())
          .containsPattern(orders("held") + " 2\\.0")
          .containsPattern("quittance_market_follower_lag_blocks\\{[^}]*market=\"gigent\"} 12\\.0");
    }
  }

  @Test
  void theDeskCountsWhatBecameOfEachDeliveryAndShowsWhatIsUnderWay() throws Exception {
    Iterator<DeliveryResult> results =
        List.<DeliveryResult>of(
                new DeliveryResult.Again(Duration.ZERO, "not yet"),
                new DeliveryResult.Held("by us"),
                new DeliveryResult.Delivered("there"),
                new DeliveryResult.Refused("by them"),
                new DeliveryResult.Failed("no result"))
            .iterator();
    CountDownLatch isUnderWay = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    try (Metrics metrics = new Metrics("1.2.3", "one");
        DeliveryDesk desk =
            desk(
                metrics,
                _ -> {
                  isUnderWay.countDown();
                  mayGoOn.await();
                  return results.next();
                })) {
      CountDownLatch first = new CountDownLatch(1);
      desk.take(job(0), first::countDown);
      assertThat(isUnderWay.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      assertThat(metrics.scrape())
          .containsPattern("quittance_market_deliveries_in_flight\\{[^}]*market=\"gigent\"} 1\\.0")
          .containsPattern("quittance_market_deliveries_waiting\\{[^}]*market=\"gigent\"} 0\\.0");
      mayGoOn.countDown();
      assertThat(first.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i <= 3; i++) {
        CountDownLatch next = new CountDownLatch(1);
        desk.take(job(i), next::countDown);
        assertThat(next.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      }

      for (String outcome : List.of("held", "delivered", "refused", "failed")) {
        assertThat(metrics.scrape()).containsPattern(orders(outcome) + " 1\\.0");
      }
    }
  }

  private static String orders(String outcome) {
    return "quittance_market_orders_total\\{[^}]*market=\"gigent\",outcome=\"" + outcome + "\"}";
  }

  private static DeliveryDesk desk(Metrics metrics, Marketplace.Deliverer deliverer) {
    return new DeliveryDesk(
        "gigent",
        deliverer,
        new Appender(
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer())),
        new FixedIdSerdes().of(Topics.DELIVERY_OUTCOMES).serializer(),
        InstantSource.system(),
        new MarketMeters(metrics.registry(), "gigent"));
  }

  private static DeliveriesRecord job(int number) {
    byte[] none = new byte[32];
    return new DeliveriesRecord(
        new DeliveryReady(
            AvroValues.hash32(Hash32.sha256(new byte[] {(byte) number}).bytes()),
            "gigent",
            "uuid-" + number,
            "tenant",
            Verdict.COMPLETED.code(),
            AvroValues.hash32(none),
            AvroValues.hash32(none),
            AvroValues.hash32(none),
            AvroValues.address20(new byte[20]),
            1L,
            "",
            false));
  }
}

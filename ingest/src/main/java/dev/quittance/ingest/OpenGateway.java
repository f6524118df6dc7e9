package dev.quittance.ingest;

import dev.quittance.ingest.http.Gateway;
import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topics;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The gateway with its producer, without the topology that decides about what it wrote: a process
 * may have it alone. Close the listener that has its routes before closing it.
 */
public final class OpenGateway implements HttpHost.Routes, AutoCloseable {
  private static final long ACKNOWLEDGEMENT_TIMEOUT_MS = 10_000;
  private static final long BODY_TIMEOUT_MS = 30_000;

  private final Gateway gateway;
  private final KafkaOrderRequestLog log;
  private final AtomicReference<LongSupplier> backlog;

  private OpenGateway(
      Gateway gateway, KafkaOrderRequestLog log, AtomicReference<LongSupplier> backlog) {
    this.gateway = gateway;
    this.log = log;
    this.backlog = backlog;
  }

  /**
   * Opens it.
   *
   * @param settings how much it takes, and from whom
   */
  public static OpenGateway open(
      StageContext context, Settings.Gateway settings, OrderPromises promises) {
    ApiKeys keys = ApiKeys.of(context.catalogue()::snapshot, settings.jwt());
    KafkaOrderRequestLog log =
        new KafkaOrderRequestLog(
            context.kafka().producer(),
            context.serdes().of(Topics.ORDER_REQUESTS).serializer(),
            ACKNOWLEDGEMENT_TIMEOUT_MS);
    AtomicReference<LongSupplier> backlog = new AtomicReference<>(() -> 0L);
    Gateway gateway =
        new Gateway(
            keys,
            log,
            context.blobs(),
            InstantSource.system(),
            promises,
            () -> UUID.randomUUID().toString(),
            freshTraces(),
            settings.limits(),
            () -> backlog.get().getAsLong(),
            BODY_TIMEOUT_MS);
    return new OpenGateway(gateway, log, backlog);
  }

  /**
   * Tells it who knows how many orders are on their way through the line; that is asked twice a
   * second, off the event loop. Without that, it takes orders however many.
   */
  public void watch(LongSupplier openOrders) {
    backlog.set(openOrders);
  }

  @Override
  public void mount(Vertx vertx, Router router) {
    gateway.mount(vertx, router);
  }

  @Override
  public void close() {
    log.close();
  }

  private static Supplier<TraceParent> freshTraces() {
    SecureRandom random = new SecureRandom();
    return () -> {
      byte[] bytes = new byte[TraceParent.RANDOM_BYTES];
      random.nextBytes(bytes);
      return TraceParent.fresh(bytes);
    };
  }
}

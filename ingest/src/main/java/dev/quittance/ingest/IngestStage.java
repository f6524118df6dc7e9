package dev.quittance.ingest;

import dev.quittance.ingest.domain.Admission;
import dev.quittance.ingest.http.Gateway;
import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.platform.trace.TraceParent;
import dev.quittance.schemas.Topics;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Takes orders in: the topology, and a gateway whose routes the caller puts on the HTTP listener
 * that it opens.
 */
public final class IngestStage implements Stage {
  private static final long ACKNOWLEDGEMENT_TIMEOUT_MS = 10_000;
  private static final long BODY_TIMEOUT_MS = 30_000;

  private final Duration maxMergeDelay;
  private final Settings.Gateway settings;

  /**
   * The stage, promising receipts within {@link OrderPromises#DEFAULT_MAX_MERGE_DELAY}.
   *
   * @param settings how much the gateway takes, and from whom
   */
  public IngestStage(Settings.Gateway settings) {
    this(OrderPromises.DEFAULT_MAX_MERGE_DELAY, settings);
  }

  /**
   * The stage.
   *
   * @param maxMergeDelay within which receipts are promised to be in the log
   * @param settings how much the gateway takes, and from whom
   */
  public IngestStage(Duration maxMergeDelay, Settings.Gateway settings) {
    this.maxMergeDelay = maxMergeDelay;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.ORDER_REQUESTS)
        .emitting(Topics.ORDERS, Topics.EXECUTIONS, Topics.ACKNOWLEDGEMENTS)
        .appending(Topics.ORDER_REQUESTS);
  }

  @Override
  public RunningIngest start(StageContext context) {
    ApiKeys keys = ApiKeys.of(context.catalogue()::snapshot, settings.jwt());
    KafkaOrderRequestLog log =
        new KafkaOrderRequestLog(
            context.kafka().producer(),
            context.serdes().of(Topics.ORDER_REQUESTS).serializer(),
            ACKNOWLEDGEMENT_TIMEOUT_MS);
    OrderPromises promises =
        new OrderPromises(
            context.line().log().domain(), context.keys().houseAgent(), maxMergeDelay);
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
            new Admission.Limits(
                settings.ordersPerSecond(),
                settings.burst(),
                settings.inFlight(),
                settings.maxInFlight(),
                settings.maxOpenOrders()),
            () -> backlog.get().getAsLong(),
            BODY_TIMEOUT_MS);
    DeadLetterOffice office = context.deadLetters(name());
    StreamsApp topology =
        StreamsApp.start(
            name(),
            IngestTopology.of(context.serdes(), context.catalogue()::snapshot, promises, office),
            context.streams(),
            office,
            context.onFailure());
    return new RunningIngest(topology, gateway, log, backlog::set);
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

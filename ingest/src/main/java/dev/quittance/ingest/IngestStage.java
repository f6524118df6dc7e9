package dev.quittance.ingest;

import dev.quittance.ingest.http.Gateway;
import dev.quittance.ingest.kafka.KafkaOrderRequestLog;
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
import java.util.function.Supplier;

/**
 * Takes orders in: the topology, and a gateway whose routes the caller puts on the HTTP listener
 * that it opens.
 */
public final class IngestStage implements Stage {
  private static final long ACKNOWLEDGEMENT_TIMEOUT_MS = 10_000;

  private final Duration maxMergeDelay;

  /** The stage, promising receipts within {@link OrderPromises#DEFAULT_MAX_MERGE_DELAY}. */
  public IngestStage() {
    this(OrderPromises.DEFAULT_MAX_MERGE_DELAY);
  }

  /**
   * The stage.
   *
   * @param maxMergeDelay within which receipts are promised to be in the log
   */
  public IngestStage(Duration maxMergeDelay) {
    this.maxMergeDelay = maxMergeDelay;
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
    KafkaOrderRequestLog log =
        new KafkaOrderRequestLog(
            context.kafka().producer(),
            context.serdes().of(Topics.ORDER_REQUESTS).serializer(),
            ACKNOWLEDGEMENT_TIMEOUT_MS);
    OrderPromises promises =
        new OrderPromises(
            context.line().log().domain(), context.keys().houseAgent(), maxMergeDelay);
    Gateway gateway =
        new Gateway(
            new ApiKeys(context.catalogue()::snapshot),
            log,
            context.blobs(),
            InstantSource.system(),
            promises,
            () -> UUID.randomUUID().toString(),
            freshTraces());
    DeadLetterOffice office = context.deadLetters(name());
    StreamsApp topology =
        StreamsApp.start(
            name(),
            IngestTopology.of(context.serdes(), context.catalogue()::snapshot, promises, office),
            context.streams(),
            office,
            context.onFailure());
    return new RunningIngest(topology, gateway, log);
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

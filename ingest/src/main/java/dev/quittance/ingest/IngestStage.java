package dev.quittance.ingest;

import dev.quittance.platform.config.Settings;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.Topics;
import java.time.Duration;

/**
 * Takes orders in: the topology, and a gateway whose routes the caller puts on the HTTP listener
 * that it opens.
 */
public final class IngestStage implements Stage {
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

  /** The gateway alone, for a process that takes requests and leaves them to others. */
  public OpenGateway openGateway(StageContext context) {
    return OpenGateway.open(context, settings, promises(context));
  }

  @Override
  public RunningIngest start(StageContext context) {
    OpenGateway gateway = openGateway(context);
    DeadLetterOffice office = context.deadLetters(name());
    StreamsApp topology =
        StreamsApp.start(
            name(),
            IngestTopology.of(
                context.serdes(), context.catalogue()::snapshot, promises(context), office),
            context.streams(),
            office,
            context.onFailure());
    return new RunningIngest(topology, gateway);
  }

  private OrderPromises promises(StageContext context) {
    return new OrderPromises(
        context.line().log().domain(), context.keys().houseAgent(), maxMergeDelay);
  }
}

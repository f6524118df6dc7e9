package dev.quittance.market;

import dev.quittance.platform.admission.Admission.Limits;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.OutcomeFollower;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DeliveriesRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects the line with foreign marketplaces: brings their orders in and gives them results. */
public final class MarketStage implements Stage {
  /** Its name. */
  public static final String NAME = "market";

  /** Begins the names of its parts' groups and transactional ids, after the line's name. */
  public static final String PREFIX = NAME + "-";

  private static final String DELIVERIES_GROUP_PREFIX = PREFIX + "deliveries-";

  private static final Logger LOG = LoggerFactory.getLogger(MarketStage.class);

  private final Map<String, MarketDefinition> definitions;
  private final Limits limits;

  /**
   * The stage.
   *
   * @param definitions the settings' marketplaces, by name
   * @param limits how many requests of a tenant are taken, where its document does not say
   */
  public MarketStage(Map<String, MarketDefinition> definitions, Limits limits) {
    this.definitions = Map.copyOf(definitions);
    this.limits = limits;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(Topics.ORDER_REQUESTS, Topics.RECEIPTS, Topics.SETTLEMENTS, Topics.MARKET_EVENTS)
        .emitting(Topics.DELIVERIES)
        .consumingAs(PREFIX + "*", Topics.DELIVERIES)
        .following(
            Topics.PAYLOADS,
            Topics.MARKET_EVENTS,
            Topics.MARKET_CURSORS,
            Topics.MARKET_TRANSACTIONS,
            Topics.FOREIGN_RECEIPTS)
        .appending(
            Topics.ORDER_REQUESTS,
            Topics.MARKET_EVENTS,
            Topics.DELIVERY_OUTCOMES,
            Topics.MARKET_CURSORS,
            Topics.MARKET_TRANSACTIONS,
            Topics.FOREIGN_RECEIPTS);
  }

  @Override
  public RunningMarket start(StageContext context) {
    return start(context, Marketplaces.of(definitions));
  }

  /** Starts it with marketplaces that the caller made. */
  RunningMarket start(StageContext context, List<Marketplace> markets) {
    Appender appender = new Appender(context.kafka().producer());
    TopicOutputs outputs = TopicOutputs.open(context.kafka(), context.serdes(), context.blobs());
    MarketContext given =
        new MarketContext(
            context,
            new OrderRequests(context.serdes(), appender),
            new MarketEvents(context.serdes(), appender),
            outputs,
            limits,
            InstantSource.system());
    List<AutoCloseable> shared = List.of(outputs, appender);
    List<RunningStage> running = new ArrayList<>();
    try {
      running.add(topology(context));
      for (Marketplace market : markets) {
        market
            .delivery()
            .ifPresent(
                delivery -> running.add(follower(market.source(), delivery, given, appender)));
        market.intake().ifPresent(intake -> running.add(intake.start(given)));
      }
      List<HttpHost.Routes> routes =
          markets.stream().flatMap(market -> market.routes().stream()).toList();
      return new RunningMarket(running, routes, shared);
    } catch (RuntimeException e) {
      running.reversed().forEach(RunningStage::close);
      closeAll(shared);
      throw e;
    }
  }

  private RunningStage topology(StageContext context) {
    MarketTopology.Knowledge knowledge =
        new MarketTopology.Knowledge(
            context.line().epochs().topics(),
            AcceptedSchemas.codec(context.line().epochs()),
            context.line().log().domain(),
            definitions.values().stream()
                .map(MarketDefinition::tenant)
                .collect(Collectors.toUnmodifiableSet()),
            context.catalogue()::snapshot);
    return StreamsApp.start(
        NAME,
        MarketTopology.of(context.serdes(), knowledge),
        context.streams(),
        context.onFailure());
  }

  /** Delivers the results of one marketplace's orders, each until it has an outcome. */
  private static OutcomeFollower<DeliveriesRecord> follower(
      String market, Marketplace.Delivery delivery, MarketContext given, Appender appender) {
    StageContext context = given.stage();
    DeliveryDesk desk =
        new DeliveryDesk(
            market,
            delivery.start(given),
            appender,
            context.serdes().of(Topics.DELIVERY_OUTCOMES).serializer(),
            given.clock(),
            new MarketMeters(context.meters(), market));
    return OutcomeFollower.start(
        new OutcomeFollower.Parts<>(
            "deliveries to " + market,
            Topics.DELIVERIES,
            context.kafka(),
            context.serdes(),
            context.streams().applicationId(DELIVERIES_GROUP_PREFIX + market),
            context.streams().instanceId()),
        desk,
        context.onFailure());
  }

  static void closeAll(List<AutoCloseable> shared) {
    for (AutoCloseable part : shared) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("a part of the market stage did not close");
      }
    }
  }
}

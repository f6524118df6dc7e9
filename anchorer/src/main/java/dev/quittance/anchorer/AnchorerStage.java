package dev.quittance.anchorer;

import dev.quittance.anchorer.closer.PeriodCloser;
import dev.quittance.anchorer.interim.InterimNotary;
import dev.quittance.anchorer.tiles.TilePublisher;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.stage.RunningParts;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.LogIdentity;
import dev.quittance.schemas.AcceptedSchemas;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Keeps the receipt log and makes its anchors: the log's topology, the period closer, the publisher
 * of its tiles, the notary of open periods, and whatever goes on from the {@code anchors} topic.
 */
public final class AnchorerStage implements Stage {
  static final String CLOSER = "period-closer";

  private final Duration interimInterval;
  private final OptionalLong endingSince;
  private final List<Stage> beyond;

  /**
   * The stage, telling interim heads at the default interval.
   *
   * @param beyond parts that work on from {@code anchors}, started last and closed first
   */
  public AnchorerStage(Stage... beyond) {
    this(InterimNotary.DEFAULT_INTERVAL, beyond);
  }

  /**
   * The stage.
   *
   * @param interimInterval how often open periods are told
   * @param beyond parts that work on from {@code anchors}, started last and closed first
   */
  public AnchorerStage(Duration interimInterval, Stage... beyond) {
    this(interimInterval, OptionalLong.empty(), beyond);
  }

  private AnchorerStage(Duration interimInterval, OptionalLong endingSince, Stage... beyond) {
    this.endingSince = endingSince;
    this.interimInterval = interimInterval;
    this.beyond = List.of(beyond);
  }

  /**
   * The stage that ends the log's epoch: it closes what is due, then the open period at once, and
   * nothing after that.
   *
   * @param since when that was decided: the first period that ends later is the last
   * @param beyond parts that work on from {@code anchors}
   */
  public static AnchorerStage ending(Instant since, Stage... beyond) {
    return new AnchorerStage(
        InterimNotary.DEFAULT_INTERVAL, OptionalLong.of(since.getEpochSecond()), beyond);
  }

  @Override
  public String name() {
    return "anchorer";
  }

  @Override
  public StageAccess access() {
    return beyond.stream()
        .map(Stage::access)
        .reduce(
            StageAccess.none()
                .consuming(
                    Topics.RECEIPTS, Topics.POSTINGS, Topics.LOG_HEADS, Topics.SETTLEMENT_ROWS)
                .emitting(
                    Topics.LOG_TILES,
                    Topics.LOG_HEADS,
                    Topics.POSTINGS,
                    Topics.SETTLEMENT_ROWS,
                    Topics.ANCHORS)
                .consumingAs(TilePublisher.NAME, Topics.LOG_TILES)
                .following(Topics.PERIOD_SCHEDULE, Topics.LOG_HEADS, Topics.LOG_INTERIM_HEADS)
                .appending(Topics.PERIOD_SCHEDULE, Topics.RECEIPTS, Topics.LOG_INTERIM_HEADS)
                .inTransactionsOf(CLOSER)
                .inTransactionsOf(InterimNotary.NAME),
            StageAccess::and);
  }

  /**
   * Starts it.
   *
   * @throws IllegalStateException if the keys are not those of the log's operator, or the log's
   *     rules name a schema that this build does not know
   */
  @Override
  public RunningStage start(StageContext context) {
    requireOperator(context);
    List<RunningStage> running = new ArrayList<>();
    try {
      running.add(startTopology(context));
      running.add(startCloser(context));
      running.add(startPublisher(context));
      running.add(startNotary(context));
      for (Stage part : beyond) {
        running.add(part.start(context));
      }
      return new RunningParts(name(), running);
    } catch (RuntimeException e) {
      running.reversed().forEach(RunningStage::close);
      throw e;
    }
  }

  private RunningStage startTopology(StageContext context) {
    return StreamsApp.start(
        name(),
        LogTopology.of(
            context.line().log(),
            context.line().epoch().start(),
            AcceptedSchemas.codec(context.line().rules())::decode,
            context.keys().noteSeed(),
            Secp256k1Signatures.preferred(),
            context.serdes()),
        context.streams(),
        context.onFailure());
  }

  private RunningStage startCloser(StageContext context) {
    return PeriodCloser.start(
        new PeriodCloser.Settings(
            context.line().epoch(),
            endingSince,
            context.keys().operator(),
            context.kafka(),
            context.serdes(),
            Leadership.join(
                context.kafka(),
                context.streams().applicationId(CLOSER),
                context.streams().instanceId(),
                Topics.PERIOD_SCHEDULE.name()),
            context.streams().applicationId(CLOSER),
            InstantSource.system()),
        context.onFailure());
  }

  private static RunningStage startPublisher(StageContext context) {
    return TilePublisher.start(
        new TilePublisher.Settings(
            context.kafka(),
            context.serdes(),
            context.blobs(),
            period -> context.line().epochs().ofPeriod(period).topicId(),
            context.streams().applicationId(TilePublisher.NAME),
            context.streams().instanceId()),
        context.onFailure());
  }

  private RunningStage startNotary(StageContext context) {
    String group = context.streams().applicationId(InterimNotary.NAME);
    return InterimNotary.start(
        new InterimNotary.Settings(
            context.line().log(),
            context.keys().noteSeed(),
            context.kafka(),
            context.serdes(),
            Leadership.join(
                context.kafka(),
                group,
                context.streams().instanceId(),
                Topics.LOG_INTERIM_HEADS.name()),
            group,
            LogTopology.stateTopic(
                context.streams().applicationId(name()), context.line().epoch().start()),
            interimInterval),
        context.onFailure());
  }

  private static void requireOperator(StageContext context) {
    LogIdentity log = context.line().log();
    Address held = context.keys().operator().address();
    if (!held.equals(log.operator())) {
      throw new IllegalStateException(
          "the keys are of operator %s, the periods of log %s are closed by %s; start with the seed"
                  .formatted(held, log.origin(), log.operator())
              + " file that the line was set up with");
    }
  }
}

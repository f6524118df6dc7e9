package dev.quittance.anchorer.closer;

import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.Leadership;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.keys.Signer;
import dev.quittance.platform.stage.PartLoop;
import dev.quittance.platform.stage.Readiness;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.receipts.log.LogEpoch;
import dev.quittance.receipts.log.LogRules;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends periods: writes their closes when they are due, and again until all heads exist.
 *
 * <p>Of several processes one closes and the others stand by; one that begins fences the one before
 * by its transactional id. All that it knows stands on topics, so any goes on where another
 * stopped. One thread of its own.
 */
public final class PeriodCloser implements RunningStage {
  private static final Logger LOG = LoggerFactory.getLogger(PeriodCloser.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final PartLoop.Settings LOOP =
      new PartLoop.Settings(
          "period-closer", "it reads period-schedule and log-heads", Duration.ofSeconds(15));

  private final Settings settings;
  private final PartLoop loop;

  /**
   * What a closer works with.
   *
   * @param epoch the log's newest one: whose periods it ends, and when
   * @param endingSince when it was decided to end the epoch, unless it goes on
   * @param operator signs the closes; its address is the log's operator
   * @param leadership says whether this process is the one that closes; closed with the closer
   * @param transactionalId the same for all closers of the line
   * @param clock tells when a period is over
   */
  public record Settings(
      LogEpoch epoch,
      OptionalLong endingSince,
      Signer operator,
      KafkaAccess kafka,
      RecordSerdes serdes,
      Leadership leadership,
      String transactionalId,
      InstantSource clock) {}

  private PeriodCloser(Settings settings, Consumer<Throwable> onFailure) {
    this.settings = settings;
    this.loop = PartLoop.start(LOOP, settings.leadership(), this::closePeriods, onFailure);
  }

  /**
   * Starts a closer.
   *
   * @param onFailure told once, from the closer's thread, when it has stopped for good
   */
  public static PeriodCloser start(Settings settings, Consumer<Throwable> onFailure) {
    return new PeriodCloser(settings, onFailure);
  }

  @Override
  public String name() {
    return LOOP.name();
  }

  /** Whether it closes periods, or stands by for another that does. */
  @Override
  public Readiness readiness() {
    return loop.readiness();
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Closes periods until it is stopped or no longer leads. */
  private void closePeriods(PartLoop part) {
    // The sender comes first: then nothing that an older closer still writes can be committed.
    try (CloseSender sender = sender();
        ScheduleFollower follower = follower()) {
      follower.catchUp(part::isStopping);
      LOG.atInfo()
          .addKeyValue("decided", follower.state().last().map(last -> last.seq() + 1).orElse(0L))
          .log("closing periods");
      part.ready();
      while (part.isAtWork()) {
        step(part, sender, follower);
      }
    }
  }

  private void step(PartLoop part, CloseSender sender, ScheduleFollower follower) {
    switch (decide(follower.state())) {
      case CloserDecision.Wait _ -> follower.poll(POLL);
      case CloserDecision.Send send -> {
        long before = follower.decisions();
        sender.send(send);
        LOG.atDebug()
            .addKeyValue("seq", send.seq())
            .addKeyValue("end", send.bounds().end())
            .addKeyValue("repeat", send.isRepeat())
            .log("closes sent");
        // A committed record can be read a little later; until then the same would be decided
        // again.
        while (follower.decisions() == before && part.isAtWork()) {
          follower.poll(POLL);
        }
      }
    }
  }

  private CloserDecision decide(CloserState state) {
    return settings.endingSince().isPresent()
        ? CloserDecision.decideLast(state, now(), settings.endingSince().getAsLong())
        : CloserDecision.decide(state, now());
  }

  private CloseSender sender() {
    return new CloseSender(
        settings.epoch(),
        settings.operator(),
        settings.kafka(),
        settings.serdes(),
        settings.transactionalId());
  }

  private ScheduleFollower follower() {
    LogRules rules = settings.epoch().rules();
    CloserState initial = CloserState.initial(rules.schedule(), rules.partitions());
    return new ScheduleFollower(settings.kafka(), settings.serdes(), initial, settings.clock());
  }

  private long now() {
    return settings.clock().instant().getEpochSecond();
  }
}

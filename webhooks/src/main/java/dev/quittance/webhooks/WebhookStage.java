package dev.quittance.webhooks;

import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.platform.config.Settings;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.JwtTokens;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.OutcomeFollower;
import dev.quittance.platform.stage.RunningStage;
import dev.quittance.platform.stage.Stage;
import dev.quittance.platform.stage.StageAccess;
import dev.quittance.platform.stage.StageContext;
import dev.quittance.platform.streams.StreamsApp;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookDispatchesRecord;
import dev.quittance.webhooks.domain.Pace;
import dev.quittance.webhooks.domain.RetrySchedule;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells tenants' systems of what happens to their orders. */
public final class WebhookStage implements Stage {
  /** Its name. */
  public static final String NAME = "webhooks";

  private static final String GROUP = NAME + "-dispatches";
  private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration BODY_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SEEN_WITHIN = Duration.ofSeconds(10);
  private static final int MAX_ANSWER_BYTES = 64 * 1024;

  private final Options options;

  /**
   * How it works.
   *
   * @param allowPrivateTargets whether messages may go to this machine and private networks
   * @param jwt whose tokens are taken beside API keys; empty for none
   * @param mostWaiting messages of one endpoint; one more ends unsent
   * @param schedule of attempts
   * @param attemptTimeout of one of them
   * @param bodyTimeout for the body of a request to come
   */
  record Options(
      boolean allowPrivateTargets,
      Optional<JwtTokens.Settings> jwt,
      int mostWaiting,
      RetrySchedule schedule,
      Duration attemptTimeout,
      Duration bodyTimeout) {}

  /**
   * The stage.
   *
   * @param settings where messages may go
   * @param jwt whose tokens are taken beside API keys; empty for none
   */
  public WebhookStage(Settings.Webhooks settings, Optional<JwtTokens.Settings> jwt) {
    this(
        new Options(
            settings.allowPrivateTargets(),
            jwt,
            settings.maxWaiting(),
            RetrySchedule.STANDARD,
            ATTEMPT_TIMEOUT,
            BODY_TIMEOUT));
  }

  WebhookStage(Options options) {
    this.options = options;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageAccess access() {
    return StageAccess.none()
        .consuming(
            Topics.ORDERS,
            Topics.PLANS,
            Topics.EXECUTIONS,
            Topics.SETTLEMENTS,
            Topics.WEBHOOK_INBOX,
            Topics.WEBHOOK_ATTEMPTS)
        .emitting(
            Topics.WEBHOOK_INBOX,
            Topics.WEBHOOK_DISPATCHES,
            Topics.WEBHOOK_ATTEMPTS,
            Topics.WEBHOOK_ENDPOINTS)
        .consumingAs(GROUP, Topics.WEBHOOK_DISPATCHES)
        .following(Topics.WEBHOOK_ENDPOINTS, Topics.WEBHOOK_ATTEMPTS)
        .appending(Topics.WEBHOOK_INBOX, Topics.WEBHOOK_ATTEMPTS);
  }

  @Override
  public RunningWebhooks start(StageContext context) {
    ApiKeys keys = ApiKeys.of(context.catalogue()::snapshot, options.jwt());
    Appender appender = new Appender(context.kafka().producer());
    List<RunningStage> running = new ArrayList<>();
    try {
      EndpointFollower endpoints =
          EndpointFollower.start(context.kafka(), context.serdes(), context.onFailure());
      running.add(endpoints);
      running.add(
          StreamsApp.start(
              NAME,
              WebhookTopology.of(context.serdes(), endpoints::fresh, options.mostWaiting()),
              context.streams(),
              context.onFailure()));
      running.add(follower(context, appender));
      WebhookDesk desk =
          new WebhookDesk(
              endpoints,
              new AttemptLog(context.kafka(), context.serdes(), context.line().lanes()),
              TargetRules.of(options.allowPrivateTargets()),
              new WebhookSecrets(context.keys()),
              appender,
              context.serdes().of(Topics.WEBHOOK_INBOX).serializer(),
              SEEN_WITHIN,
              InstantSource.system());
      return new RunningWebhooks(
          running, new WebhookRoutes(keys, desk, options.bodyTimeout()), appender);
    } catch (RuntimeException e) {
      running.reversed().forEach(RunningStage::close);
      appender.close();
      throw e;
    }
  }

  private OutcomeFollower<WebhookDispatchesRecord> follower(
      StageContext context, Appender appender) {
    TargetRules targets = TargetRules.of(options.allowPrivateTargets());
    OutgoingHttp http =
        new OutgoingHttp(
            targets.guard(),
            new OutgoingHttp.Limits(Pace.AT_ONCE, MAX_ANSWER_BYTES, Optional.empty()));
    return OutcomeFollower.start(
        new OutcomeFollower.Parts<>(
            "webhook attempts",
            Topics.WEBHOOK_DISPATCHES,
            context.kafka(),
            context.serdes(),
            context.streams().applicationId(GROUP),
            context.streams().instanceId()),
        new AttemptDesk(
            new AttemptDesk.Parts(
                http,
                targets,
                new WebhookSecrets(context.keys()),
                options.schedule(),
                options.attemptTimeout(),
                appender,
                context.serdes().of(Topics.WEBHOOK_ATTEMPTS).serializer(),
                context.meters(),
                InstantSource.system())),
        context.onFailure());
  }
}

package dev.quittance.executors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.EffectClass;
import dev.quittance.executor.api.FailureCause;
import dev.quittance.executor.api.TaskCall;
import dev.quittance.executor.api.TaskExecutor;
import dev.quittance.executor.api.TaskOutcome;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.CallFailures;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.HttpOutcome.Answered;
import dev.quittance.executors.http.HttpOutcome.NoAnswer;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.http.RetryAfter;
import dev.quittance.executors.settings.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Has a vendor's own endpoint do a task: posts it signed, and believes only what checks out. */
final class WebhookExecutor implements TaskExecutor {
  private final WebhookSettings settings;
  private final OutgoingHttp http;
  private final InstantSource clock;

  WebhookExecutor(WebhookSettings settings, OutgoingHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public EffectClass effectClass() {
    return settings.effect();
  }

  @Override
  public TaskOutcome execute(TaskCall call) throws InterruptedException {
    return send("POST", settings.url(), WebhookBody.of(call, settings), call);
  }

  @Override
  public Optional<TaskOutcome> lookUp(TaskCall call) throws InterruptedException {
    String template =
        settings
            .lookUpUrl()
            .orElseThrow(() -> new UnsupportedOperationException("there is no lookUpUrl"));
    return switch (OutgoingUrl.parse(WebhookSettings.lookUpUrl(template, call.idempotencyKey()))) {
      case OutgoingUrl.Reading.Refused(String reason) ->
          throw new IllegalStateException("lookUpUrl and the key make a URL that " + reason);
      case OutgoingUrl.Reading.Usable(OutgoingUrl url) -> {
        TaskOutcome outcome = send("GET", url, "", call);
        boolean neverTookPlace =
            outcome instanceof TaskOutcome.Failed failed && failed.code().equals("http-404");
        yield neverTookPlace ? Optional.empty() : Optional.of(outcome);
      }
    };
  }

  private TaskOutcome send(String method, OutgoingUrl url, String body, TaskCall call)
      throws InterruptedException {
    Instant start = clock.instant();
    ObjectNode evidence =
        JsonNodeFactory.instance
            .objectNode()
            .put("executor", "webhook")
            .put("endpoint", url.origin())
            .put("webhookId", call.idempotencyKey());
    Duration time = CallFailures.timeFor(call, settings.timeout(), start);
    if (time.isNegative() || time.isZero()) {
      return CallFailures.failed(
          FailureCause.TIMEOUT, "timeout", "the task's deadline has passed", evidence);
    }
    HttpOutcome outcome =
        http.send(new HttpCall(method, url, headers(call, start, body), body, time));
    evidence.put("latencyMs", Duration.between(start, clock.instant()).toMillis());
    return switch (outcome) {
      case NoAnswer none -> settle(CallFailures.of(none, evidence), none.sent());
      case Answered answered -> judge(answered, call, evidence);
    };
  }

  private Map<String, String> headers(TaskCall call, Instant now, String body) {
    Map<String, String> headers = new HashMap<>();
    settings.auth().ifPresent(auth -> headers.put(auth.header(), auth.value().reveal()));
    headers.putAll(settings.signature().headers(call.idempotencyKey(), now.getEpochSecond(), body));
    headers.put("Idempotency-Key", "\"" + call.idempotencyKey() + "\"");
    headers.put("Accept", "application/json");
    if (!body.isEmpty()) {
      headers.put("Content-Type", "application/json");
    }
    if (!call.traceparent().isEmpty()) {
      headers.put("traceparent", call.traceparent());
    }
    return headers;
  }

  private TaskOutcome judge(Answered answered, TaskCall call, ObjectNode evidence) {
    evidence.put("status", answered.status());
    if (answered.status() == 202) {
      return settle(
          failed(FailureCause.UNAVAILABLE, answered, "not-ready", "it is still at work", evidence),
          true);
    }
    if (answered.status() / 100 != 2) {
      return settle(refusal(answered, evidence), true);
    }
    return switch (WebhookAnswer.read(answered.body(), call)) {
      case WebhookAnswer.Done(JsonNode output, Optional<ObjectNode> metadata) -> {
        metadata.ifPresent(said -> Metadata.addTo(evidence, said));
        yield new TaskOutcome.Succeeded(output, evidence);
      }
      case WebhookAnswer.Declined(String error) ->
          CallFailures.failed(
              FailureCause.REFUSED,
              "declined",
              "the vendor did not do it: " + Secret.hide(settings.secrets(), error),
              evidence);
      case WebhookAnswer.Unusable(String code, String reason) ->
          settle(CallFailures.failed(FailureCause.INVALID_ANSWER, code, reason, evidence), true);
    };
  }

  private TaskOutcome.Failed refusal(Answered answered, ObjectNode evidence) {
    int status = answered.status();
    return switch (status) {
      case 408, 504 ->
          failed(FailureCause.TIMEOUT, answered, "http-" + status, "it took too long", evidence);
      case 429 ->
          failed(FailureCause.RATE_LIMITED, answered, "http-429", "it wants fewer calls", evidence);
      case 409, 425 ->
          failed(
              FailureCause.UNAVAILABLE,
              answered,
              "http-" + status,
              "an earlier call with this key is not done yet",
              evidence);
      default -> {
        if (status >= 500) {
          yield failed(
              FailureCause.UNAVAILABLE, answered, "http-" + status, "it is broken", evidence);
        }
        String advice =
            status < 400
                ? "redirects are not followed: set url to where it is"
                : "it does not take this task; check url, secretFile and authFile";
        yield failed(FailureCause.REFUSED, answered, "http-" + status, advice, evidence);
      }
    };
  }

  private TaskOutcome.Failed failed(
      FailureCause cause, Answered answered, String code, String advice, ObjectNode evidence) {
    return new TaskOutcome.Failed(
        cause,
        code,
        "the webhook answered " + answered.status() + ": " + advice,
        RetryAfter.of(answered::header, clock.instant()),
        evidence);
  }

  /** A call that must not be made twice and may have worked is neither failed nor repeatable. */
  private TaskOutcome.Failed settle(TaskOutcome.Failed failed, boolean sent) {
    boolean unclear =
        sent
            && settings.effect() == EffectClass.AT_MOST_ONCE
            && (failed.cause() == FailureCause.TIMEOUT
                || failed.cause() == FailureCause.UNAVAILABLE
                || failed.cause() == FailureCause.INVALID_ANSWER);
    return unclear
        ? CallFailures.failed(
            FailureCause.OUTCOME_UNKNOWN, failed.code(), failed.message(), failed.evidence())
        : failed;
  }

  @Override
  public void close() {
    http.close();
  }
}

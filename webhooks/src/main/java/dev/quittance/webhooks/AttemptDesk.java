package dev.quittance.webhooks;

import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.executors.http.HttpCall;
import dev.quittance.executors.http.HttpOutcome;
import dev.quittance.executors.http.OutgoingHttp;
import dev.quittance.executors.http.RetryAfter;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.OutcomeFollower;
import dev.quittance.platform.kafka.RecordThreads;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.schemas.avro.WebhookDispatch;
import dev.quittance.schemas.avro.WebhookDispatchesRecord;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Pace;
import dev.quittance.webhooks.domain.RetrySchedule;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes attempts, each once and on a virtual thread of its own, and writes down what became of
 * them. How many an endpoint has here is the topology's decision; some of them may wait for their
 * turn, and their time begins with it.
 */
final class AttemptDesk implements OutcomeFollower.Desk<WebhookDispatchesRecord> {
  private static final Logger LOG = LoggerFactory.getLogger(AttemptDesk.class);
  private static final Duration WRITE_AGAIN = Duration.ofSeconds(1);

  private final Parts parts;
  private final RecordThreads threads = new RecordThreads();
  private final Turns turns = new Turns(Pace.AT_ONCE);
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile boolean isStopping;

  /**
   * What it works with.
   *
   * @param http sends; closed with the desk
   * @param log appends to the delivery log
   * @param timeout of one attempt
   */
  record Parts(
      OutgoingHttp http,
      TargetRules targets,
      WebhookSecrets secrets,
      RetrySchedule schedule,
      Duration timeout,
      Appender log,
      Serializer<WebhookAttemptsRecord> values,
      MeterRegistry meters,
      InstantSource clock) {}

  AttemptDesk(Parts parts) {
    this.parts = parts;
  }

  /** What an attempt came to. */
  private record Answer(int status, String error, Duration retryAfter) {
    static Answer none(String error) {
      return new Answer(0, error, Duration.ZERO);
    }

    boolean isDelivered() {
      return status / 100 == 2;
    }
  }

  @Override
  public void take(WebhookDispatchesRecord value, Runnable onOutcome) {
    WebhookDispatch dispatch = value.getBody();
    if (dispatch == null) {
      onOutcome.run();
      return;
    }
    threads.start(
        "webhook-" + dispatch.getMessageId(),
        () -> turns.take(dispatch.getEndpointId(), () -> run(dispatch, onOutcome)));
  }

  @Override
  public void stopBeginning() {
    isStopping = true;
  }

  @Override
  public boolean isBusy() {
    return underWay.get() > 0;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public void close() {
    isStopping = true;
    threads.close();
    parts.http().close();
  }

  private void run(WebhookDispatch dispatch, Runnable onOutcome) throws InterruptedException {
    underWay.incrementAndGet();
    try {
      if (isStopping) {
        return;
      }
      long beganNs = System.nanoTime();
      Answer answer = attempt(dispatch);
      WebhookAttempt attempt =
          attempt(dispatch, answer, Duration.ofNanos(System.nanoTime() - beganNs));
      write(attempt);
      count(answer);
      onOutcome.run();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private Answer attempt(WebhookDispatch dispatch) throws InterruptedException {
    return switch (parts.targets().read(dispatch.getUrl())) {
      case TargetRules.Reading.Refused(String reason) -> Answer.none("the URL " + reason);
      case TargetRules.Reading.Usable(OutgoingUrl url) -> send(dispatch, url);
    };
  }

  private Answer send(WebhookDispatch dispatch, OutgoingUrl url) throws InterruptedException {
    Instant now = parts.clock().instant();
    String body = WebhookRecords.text(dispatch.getBody());
    Map<String, String> headers =
        new HashMap<>(
            parts
                .secrets()
                .signature(dispatch, now.toEpochMilli())
                .headers(dispatch.getMessageId(), now.getEpochSecond(), body));
    headers.put("content-type", "application/json");
    try {
      HttpCall call = new HttpCall("POST", url, headers, body, parts.timeout());
      return switch (parts.http().send(call)) {
        case HttpOutcome.Answered answered -> answer(answered, now);
        case HttpOutcome.NoAnswer(_, _, String message) -> Answer.none(message);
      };
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("message", dispatch.getMessageId())
          .setCause(e)
          .log("an attempt crashed; it counts as failed");
      return Answer.none("the attempt could not be made");
    }
  }

  private static Answer answer(HttpOutcome.Answered answered, Instant now) {
    int status = answered.status();
    String error =
        switch (status / 100) {
          case 2 -> "";
          case 3 -> "answered " + status + "; redirects are not followed";
          default -> "answered " + status;
        };
    return new Answer(status, error, RetryAfter.of(answered::header, now).orElse(Duration.ZERO));
  }

  private WebhookAttempt attempt(WebhookDispatch dispatch, Answer answer, Duration took) {
    long nowMs = parts.clock().millis();
    Optional<Duration> pause =
        answer.isDelivered() || answer.status() == 410
            ? Optional.empty()
            : parts
                .schedule()
                .after(dispatch.getRound(), dispatch.getMessageId(), dispatch.getAttempt());
    long nextAtMs =
        pause.map(it -> nowMs + Math.max(it.toMillis(), answer.retryAfter().toMillis())).orElse(0L);
    return new WebhookAttempt(
        dispatch.getEndpointId(),
        dispatch.getMessageId(),
        dispatch.getTenant(),
        dispatch.getEventType(),
        dispatch.getAttempt(),
        answer.status(),
        answer.error(),
        answer.retryAfter().toMillis(),
        took.toMillis(),
        nowMs,
        nextAtMs);
  }

  /** Until it is written: another attempt would tell the receiver twice. */
  private void write(WebhookAttempt attempt) throws InterruptedException {
    String topic = Topics.WEBHOOK_ATTEMPTS.name();
    while (true) {
      try {
        byte[] value = parts.values().serialize(topic, new WebhookAttemptsRecord(attempt));
        parts
            .log()
            .append(
                new ProducerRecord<>(topic, WebhookRecords.key(attempt.getEndpointId()), value));
        return;
      } catch (IOException | RuntimeException e) {
        LOG.atWarn().setCause(e).log("what became of an attempt can't be written; tried again");
        Thread.sleep(WRITE_AGAIN);
      }
    }
  }

  private void count(Answer answer) {
    WebhookMeters.Outcome outcome =
        answer.isDelivered()
            ? WebhookMeters.Outcome.DELIVERED
            : answer.status() == 0
                ? WebhookMeters.Outcome.UNANSWERED
                : WebhookMeters.Outcome.REFUSED;
    WebhookMeters.of(parts.meters(), outcome).increment();
  }
}

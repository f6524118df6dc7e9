package dev.quittance.webhooks;

import dev.quittance.platform.events.EventTypes;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.platform.kafka.Values;
import dev.quittance.platform.metrics.StageObserver;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.schemas.avro.WebhookEnabled;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import dev.quittance.schemas.avro.WebhookMessage;
import dev.quittance.schemas.avro.WebhookRegistered;
import dev.quittance.schemas.avro.WebhookRemoved;
import dev.quittance.schemas.avro.WebhookResendAsked;
import dev.quittance.schemas.avro.WebhookSecretRotated;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Backlog;
import dev.quittance.webhooks.domain.Delivering;
import dev.quittance.webhooks.domain.Delivering.Decision;
import dev.quittance.webhooks.domain.Delivering.Standing;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.Message.State;
import dev.quittance.webhooks.domain.MessageId;
import dev.quittance.webhooks.domain.Pace;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Keeps endpoints and their messages, folds what became of attempts, and hands the next attempts
 * out when they are due.
 */
final class EndpointProcessor implements Processor<byte[], byte[], byte[], SpecificRecord> {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final int FORGOTTEN_AT_ONCE = 1000;

  /** So long a message can be sent once more after it has ended. */
  static final Duration KEPT = Duration.ofDays(3);

  private final Values<WebhookInboxRecord> inbox;
  private final Values<WebhookAttemptsRecord> attempts;
  private final int mostWaiting;
  private Counter overflowed;
  private ProcessorContext<byte[], SpecificRecord> context;
  private WebhookStores stores;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else
  EndpointProcessor(RecordSerdes serdes, int mostWaiting) {
    this.mostWaiting = mostWaiting;
    this.inbox = new Values<>(serdes, Topics.WEBHOOK_INBOX);
    this.attempts = new Values<>(serdes, Topics.WEBHOOK_ATTEMPTS);
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    this.context = context;
    this.stores = new WebhookStores(context);
    this.overflowed =
        WebhookMeters.of(
            StageObserver.of(context.appConfigs()).meters(), WebhookMeters.Outcome.OVERFLOWED);
    context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::look);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    String topic = context.recordMetadata().orElseThrow().topic();
    long nowMs = Math.max(record.timestamp(), context.currentSystemTimeMs());
    if (topic.equals(Topics.WEBHOOK_ATTEMPTS.name())) {
      attempts.read(record.value()).ifPresent(value -> attempted(value.getBody(), nowMs));
    } else {
      inbox.read(record.value()).ifPresent(value -> said(value, record.timestamp(), nowMs));
    }
  }

  private void said(WebhookInboxRecord value, long atMs, long nowMs) {
    switch (value.getBody()) {
      case WebhookMessage message -> take(message, atMs, nowMs);
      case WebhookRegistered it -> {
        boolean isNew =
            change(
                it.getEndpointId(), it.getTenant(), known -> known.or(() -> registered(it, atMs)));
        if (isNew) {
          greet(it.getEndpointId(), atMs);
          handOut(it.getEndpointId(), nowMs, atMs);
        }
      }
      case WebhookSecretRotated it ->
          changeKnown(
              it.getEndpointId(),
              it.getTenant(),
              standing ->
                  new Standing(
                      standing.endpoint().rotated(it.getSecretVersion(), atMs), standing.pace()));
      case WebhookEnabled it -> {
        boolean wasDisabled =
            changeKnown(
                it.getEndpointId(),
                it.getTenant(),
                standing ->
                    new Standing(standing.endpoint().enabled(), standing.pace().forgiven()));
        if (wasDisabled) {
          greet(it.getEndpointId(), atMs);
        }
        handOut(it.getEndpointId(), nowMs, atMs);
      }
      case WebhookRemoved it -> remove(it);
      case WebhookResendAsked it -> resend(it, nowMs, atMs);
      case null, default -> {
        // of a later version
      }
    }
  }

  /** Tells an endpoint that it is told from now on: one message for each record that says so. */
  private void greet(String id, long atMs) {
    RecordMetadata place = context.recordMetadata().orElseThrow();
    stores
        .standing(id)
        .filter(standing -> standing.endpoint().wants(EventTypes.STARTED, atMs))
        .ifPresent(standing -> {
          String messageId =
              MessageId.of(id, place.topic(), place.partition(), place.offset(), 0, "");
          take(standing, EndpointNotice.started(messageId, standing.endpoint(), atMs));
        });
  }

  private void take(WebhookMessage said, long atMs, long nowMs) {
    String endpointId = said.getEndpointId();
    Optional<Standing> standing = stores.standing(endpointId);
    if (standing.isEmpty() || stores.message(endpointId, said.getMessageId()).isPresent()) {
      return;
    }
    take(standing.get(), WebhookRecords.message(said, atMs));
    handOut(endpointId, nowMs, atMs);
  }

  /** Has a message wait, or end when there are too many. */
  private void take(Standing standing, Message message) {
    Decision taken = Delivering.take(standing, message, backlog(standing));
    Endpoint endpoint = taken.standing().endpoint();
    stores.put(endpoint.id(), taken.message());
    if (taken.message().state() == State.OVERFLOWED) {
      overflowed.increment();
      context.forward(
          new Record<>(
              WebhookRecords.key(endpoint.id()),
              WebhookRecords.overflowed(endpoint, taken.message(), mostWaiting),
              taken.message().atMs()),
          WebhookTopology.ATTEMPTS_SINK);
    }
    if (!endpoint.equals(standing.endpoint())) {
      stores.put(taken.standing());
      publish(endpoint.id(), endpoint);
    }
  }

  private Backlog backlog(Standing standing) {
    return new Backlog(
        stores.waiting(standing.endpoint().id()) + standing.pace().underWay(), mostWaiting);
  }

  private static Optional<Standing> registered(WebhookRegistered it, long atMs) {
    return Optional.of(
        new Standing(
            Endpoint.registered(
                it.getEndpointId(), it.getTenant(), it.getUrl(), it.getEvents(), atMs),
            Pace.NEW));
  }

  private void remove(WebhookRemoved it) {
    stores
        .standing(it.getEndpointId())
        .filter(standing -> standing.endpoint().tenant().equals(it.getTenant()))
        .ifPresent(_ -> {
          stores.remove(it.getEndpointId());
          publish(it.getEndpointId(), null);
        });
  }

  private void resend(WebhookResendAsked it, long nowMs, long atMs) {
    String id = it.getEndpointId();
    stores
        .standing(id)
        .filter(standing -> standing.endpoint().tenant().equals(it.getTenant()))
        .ifPresent(standing ->
            stores
                .message(id, it.getMessageId())
                .filter(message -> message.state() != State.UNDER_WAY)
                .ifPresent(message -> {
                  sendAgain(standing, message, atMs);
                  handOut(id, nowMs, atMs);
                }));
  }

  private void sendAgain(Standing standing, Message message, long atMs) {
    if (message.state().isEnd()) {
      take(standing, message.asked(atMs));
    } else {
      stores.put(standing.endpoint().id(), message.asked(atMs));
    }
  }

  private void attempted(@Nullable WebhookAttempt attempt, long nowMs) {
    if (attempt == null) {
      return;
    }
    String id = attempt.getEndpointId();
    Optional<Standing> standing = stores.standing(id);
    Optional<Message> message = stores.message(id, attempt.getMessageId());
    if (standing.isEmpty() || message.isEmpty()) {
      return;
    }
    Delivering.outcome(
            standing.get(), message.get(), WebhookRecords.outcome(attempt), backlog(standing.get()))
        .ifPresent(decision -> {
          keep(decision);
          if (!decision.standing().endpoint().equals(standing.get().endpoint())) {
            publish(id, decision.standing().endpoint());
          }
          handOut(id, nowMs, nowMs);
        });
  }

  private boolean changeKnown(String id, String tenant, UnaryOperator<Standing> change) {
    return change(id, tenant, known -> known.map(change));
  }

  /** Whether the endpoint itself is another one now. */
  private boolean change(String id, String tenant, UnaryOperator<Optional<Standing>> change) {
    Optional<Standing> known =
        stores.standing(id).filter(standing -> standing.endpoint().tenant().equals(tenant));
    Optional<Standing> after = change.apply(known);
    if (after.isEmpty() || after.equals(known)) {
      return false;
    }
    stores.put(after.get());
    publish(id, after.get().endpoint());
    return !known.map(Standing::endpoint).equals(after.map(Standing::endpoint));
  }

  private void keep(Decision decision) {
    stores.put(decision.standing());
    stores.put(decision.standing().endpoint().id(), decision.message());
  }

  private void publish(String id, @Nullable Endpoint endpoint) {
    context.forward(
        new Record<>(
            WebhookRecords.key(id),
            endpoint == null ? null : WebhookRecords.endpoint(endpoint),
            context.currentSystemTimeMs()),
        WebhookTopology.ENDPOINTS_SINK);
  }

  /** Begins as many attempts of due messages as the endpoint bears now. */
  private void handOut(String endpointId, long nowMs, long atMs) {
    Standing standing = stores.standing(endpointId).orElse(null);
    if (standing == null || !standing.endpoint().isEnabled()) {
      return;
    }
    int free = standing.pace().free(nowMs);
    if (free == 0) {
      return;
    }
    for (Message due : stores.due(endpointId, nowMs, free)) {
      Decision begun = Delivering.begin(standing, due);
      keep(begun);
      standing = begun.standing();
      context.forward(
          new Record<>(
              WebhookRecords.key(endpointId),
              WebhookRecords.dispatch(standing.endpoint(), begun.message()),
              atMs),
          WebhookTopology.DISPATCHES_SINK);
    }
  }

  private void look(long nowMs) {
    stores.standings().forEach(it -> handOut(it.endpoint().id(), nowMs, nowMs));
    stores.forget(nowMs - KEPT.toMillis(), FORGOTTEN_AT_ONCE);
  }
}

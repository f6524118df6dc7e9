package dev.quittance.webhooks.avro;

import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.avro.WebhookAttempt;
import dev.quittance.schemas.avro.WebhookAttemptsRecord;
import dev.quittance.schemas.avro.WebhookDispatch;
import dev.quittance.schemas.avro.WebhookDispatchesRecord;
import dev.quittance.schemas.avro.WebhookEndpoint;
import dev.quittance.schemas.avro.WebhookEndpointsRecord;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import dev.quittance.schemas.avro.WebhookMessage;
import dev.quittance.webhooks.domain.AttemptOutcome;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.Overflow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Records of the stage's topics. */
public final class WebhookRecords {
  /** In the place of an attempt's number where none was made. */
  public static final int NO_ATTEMPT = 0;

  private WebhookRecords() {}

  /** The key of everything that is about an endpoint. */
  public static byte[] key(String endpointId) {
    return endpointId.getBytes(StandardCharsets.UTF_8);
  }

  /** A message for an endpoint. */
  public static WebhookInboxRecord message(Endpoint endpoint, Message message) {
    return new WebhookInboxRecord(
        new WebhookMessage(
            endpoint.id(),
            message.id(),
            endpoint.tenant(),
            message.type(),
            bytes(message.body()),
            message.atMs()));
  }

  /** The message of a record, due at once. */
  public static Message message(WebhookMessage message, long nowMs) {
    return Message.of(
        message.getMessageId(), message.getEventType(), text(message.getBody()), nowMs);
  }

  /** An endpoint as it is now. */
  public static WebhookEndpointsRecord endpoint(Endpoint endpoint) {
    return new WebhookEndpointsRecord(
        new WebhookEndpoint(
            endpoint.id(),
            endpoint.tenant(),
            endpoint.url(),
            endpoint.events(),
            endpoint.secretVersion(),
            endpoint.rotatedAtMs(),
            endpoint.disabled().orElse(""),
            endpoint.createdAtMs(),
            endpoint.overflow().fromMs(),
            endpoint.overflow().untilMs()));
  }

  /** The endpoint of a record. */
  public static Endpoint endpoint(WebhookEndpoint endpoint) {
    return new Endpoint(
        endpoint.getEndpointId(),
        endpoint.getTenant(),
        endpoint.getUrl(),
        endpoint.getEvents(),
        endpoint.getSecretVersion(),
        endpoint.getRotatedAt(),
        Optional.of(endpoint.getDisabled()).filter(why -> !why.isEmpty()),
        endpoint.getCreatedAt(),
        new Overflow(endpoint.getOverflowedFrom(), endpoint.getOverflowedUntil()));
  }

  /** An attempt that is to be made: the one that has just begun. */
  public static WebhookDispatchesRecord dispatch(Endpoint endpoint, Message begun) {
    return new WebhookDispatchesRecord(
        new WebhookDispatch(
            endpoint.id(),
            begun.id(),
            endpoint.tenant(),
            endpoint.url(),
            begun.type(),
            endpoint.secretVersion(),
            endpoint.rotatedAtMs(),
            begun.attempts(),
            begun.round(),
            bytes(begun.body())));
  }

  /** What the delivery log says of a message that no attempt was made of. */
  public static WebhookAttemptsRecord overflowed(Endpoint endpoint, Message message, int most) {
    return new WebhookAttemptsRecord(
        new WebhookAttempt(
            endpoint.id(),
            message.id(),
            endpoint.tenant(),
            message.type(),
            NO_ATTEMPT,
            0,
            "not sent: " + most + " messages were waiting",
            0L,
            0L,
            message.atMs(),
            0L));
  }

  /** What a record of the delivery log says became of an attempt. */
  public static AttemptOutcome outcome(WebhookAttempt attempt) {
    return new AttemptOutcome(
        attempt.getAttempt(),
        attempt.getStatus(),
        attempt.getRetryAfterMs(),
        attempt.getAt(),
        attempt.getNextAt());
  }

  /** The text of a body. */
  public static String text(ByteBuffer utf8) {
    return new String(AvroValues.bytes(utf8), StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}

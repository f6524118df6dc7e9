package dev.quittance.webhooks;

import dev.quittance.platform.kafka.Appender;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.WebhookEnabled;
import dev.quittance.schemas.avro.WebhookInboxRecord;
import dev.quittance.schemas.avro.WebhookRegistered;
import dev.quittance.schemas.avro.WebhookRemoved;
import dev.quittance.schemas.avro.WebhookResendAsked;
import dev.quittance.schemas.avro.WebhookSecretRotated;
import dev.quittance.webhooks.avro.WebhookRecords;
import dev.quittance.webhooks.domain.Endpoint;
import dev.quittance.webhooks.domain.Message;
import dev.quittance.webhooks.domain.MessageId;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * What tenants ask for: written down for the topology, which alone changes endpoints, and answered
 * once it can be seen. Its methods block; safe for any number of threads.
 */
final class WebhookDesk {
  /** Most endpoints of a tenant; a few more when several are registered at the same moment. */
  static final int MOST_ENDPOINTS = 20;

  private static final int ID_BYTES = 16;

  private final EndpointFollower endpoints;
  private final AttemptLog log;
  private final TargetRules targets;
  private final WebhookSecrets secrets;
  private final Appender inbox;
  private final Serializer<WebhookInboxRecord> values;
  private final Duration patience;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param patience until what was asked for can be seen
   */
  WebhookDesk(
      EndpointFollower endpoints,
      AttemptLog log,
      TargetRules targets,
      WebhookSecrets secrets,
      Appender inbox,
      Serializer<WebhookInboxRecord> values,
      Duration patience,
      InstantSource clock) {
    this.endpoints = endpoints;
    this.log = log;
    this.targets = targets;
    this.secrets = secrets;
    this.inbox = inbox;
    this.values = values;
    this.patience = patience;
    this.clock = clock;
  }

  /** What a registration came to. */
  sealed interface Registration {
    /** It is told from now on; the secret is not shown again. */
    record Registered(Endpoint endpoint, String secret) implements Registration {}

    /**
     * The URL can't be used.
     *
     * @param reason goes on after "the URL …"
     */
    record Refused(String reason) implements Registration {}

    /** The tenant has as many as it may. */
    record TooMany() implements Registration {}
  }

  /** A secret that signs from now on; it is not shown again. */
  record Rotation(int version, String secret) {}

  /** Whether it knows what there is. */
  boolean isReady() {
    return endpoints.isComplete();
  }

  List<Endpoint> all(String tenant) {
    return endpoints.book().of(tenant);
  }

  Optional<Endpoint> find(String tenant, String id) {
    return endpoints.book().find(tenant, id);
  }

  Registration register(String tenant, String url, List<String> events)
      throws IOException, InterruptedException {
    Optional<String> refusal = targets.refusal(url);
    if (refusal.isPresent()) {
      return new Registration.Refused(refusal.get());
    }
    if (all(tenant).size() >= MOST_ENDPOINTS) {
      return new Registration.TooMany();
    }
    String id = "ep_" + HexFormat.of().formatHex(drawn());
    say(id, new WebhookRegistered(id, tenant, url, events));
    await(tenant, id, Optional::isPresent);
    return new Registration.Registered(find(tenant, id).orElseThrow(), secrets.text(tenant, id, 1));
  }

  Optional<Rotation> rotate(String tenant, String id) throws IOException, InterruptedException {
    Optional<Endpoint> known = find(tenant, id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    int version = known.get().secretVersion() + 1;
    say(id, new WebhookSecretRotated(id, tenant, version));
    await(tenant, id, it -> it.map(Endpoint::secretVersion).orElse(version) >= version);
    return Optional.of(new Rotation(version, secrets.text(tenant, id, version)));
  }

  /** Whether there was one. */
  boolean remove(String tenant, String id) throws IOException, InterruptedException {
    if (find(tenant, id).isEmpty()) {
      return false;
    }
    say(id, new WebhookRemoved(id, tenant));
    await(tenant, id, Optional::isEmpty);
    return true;
  }

  /** The endpoint, told again of what happens; empty when there is none. */
  Optional<Endpoint> enable(String tenant, String id) throws IOException, InterruptedException {
    if (find(tenant, id).isEmpty()) {
      return Optional.empty();
    }
    say(id, new WebhookEnabled(id, tenant));
    await(tenant, id, it -> it.map(Endpoint::isEnabled).orElse(true));
    return find(tenant, id);
  }

  /** The id of the message that is sent to try the endpoint; empty when there is none. */
  Optional<String> test(String tenant, String id) throws IOException, InterruptedException {
    Optional<Endpoint> known = find(tenant, id);
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Message message = EndpointNotice.test(MessageId.drawn(drawn()), known.get(), clock.millis());
    append(id, WebhookRecords.message(known.get(), message));
    return Optional.of(message.id());
  }

  /** Whether there is such an endpoint; a message that is not kept any more is passed by. */
  boolean resend(String tenant, String id, String messageId)
      throws IOException, InterruptedException {
    if (find(tenant, id).isEmpty()) {
      return false;
    }
    say(id, new WebhookResendAsked(id, tenant, messageId));
    return true;
  }

  /** The delivery log of an endpoint; empty when there is none. */
  Optional<AttemptLog.Page> attempts(String tenant, String id, OptionalLong below, int most) {
    return find(tenant, id).map(_ -> log.read(id, below, most));
  }

  /**
   * Waits until every process can be expected to see what was asked for.
   *
   * @throws IOException when it can't be seen in time; it may be done later
   */
  private void await(String tenant, String id, Predicate<Optional<Endpoint>> seen)
      throws IOException {
    if (!endpoints.await(patience, book -> seen.test(book.find(tenant, id)))) {
      throw new IOException("what was asked of webhook " + id + " can't be seen yet");
    }
  }

  private void say(String id, SpecificRecord body) throws IOException, InterruptedException {
    append(id, new WebhookInboxRecord(body));
  }

  private void append(String id, WebhookInboxRecord record)
      throws IOException, InterruptedException {
    String topic = Topics.WEBHOOK_INBOX.name();
    inbox.append(
        new ProducerRecord<>(topic, WebhookRecords.key(id), values.serialize(topic, record)));
  }

  private byte[] drawn() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}

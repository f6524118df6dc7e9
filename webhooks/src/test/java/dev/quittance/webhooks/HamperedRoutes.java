package dev.quittance.webhooks;

import dev.quittance.planning.Catalogue;
import dev.quittance.platform.http.ApiKeys;
import dev.quittance.platform.http.HttpHost;
import dev.quittance.platform.kafka.Appender;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.kafka.RecordSerdes;
import dev.quittance.schemas.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The routes on a listener, with something missing that they need. */
final class HamperedRoutes implements AutoCloseable {
  /** Nobody listens there, and nobody waits long for it. */
  private static final KafkaAccess NOWHERE =
      new KafkaAccess(Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "500"));

  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final EndpointFollower endpoints;
  private final Appender inbox;
  private final HttpHost http;

  private HamperedRoutes(
      Supplier<Catalogue> catalogue,
      RecordSerdes serdes,
      EndpointFollower endpoints,
      Appender inbox,
      KafkaAccess log) {
    this.endpoints = endpoints;
    this.inbox = inbox;
    WebhookDesk desk =
        new WebhookDesk(
            endpoints,
            new AttemptLog(log, serdes, StageProcess.LANES),
            TargetRules.of(true),
            new WebhookSecrets(StageProcess.KEYS),
            inbox,
            serdes.of(Topics.WEBHOOK_INBOX).serializer(),
            PATIENCE,
            InstantSource.system());
    this.http =
        HttpHost.open(
            "127.0.0.1", 0, List.of(new WebhookRoutes(new ApiKeys(catalogue), desk, PATIENCE)));
  }

  /** Of a process that is starting: it has not read which endpoints there are. */
  static HamperedRoutes starting(
      Supplier<Catalogue> catalogue, KafkaAccess kafka, RecordSerdes serdes) {
    return new HamperedRoutes(
        catalogue,
        serdes,
        EndpointFollower.start(NOWHERE, serdes, _ -> {}),
        new Appender(kafka.producer()),
        kafka);
  }

  /** Of a process that knows the endpoints and is cut off from the topics. */
  static HamperedRoutes cutOff(
      Supplier<Catalogue> catalogue, KafkaAccess kafka, RecordSerdes serdes) {
    Appender closed = new Appender(kafka.producer());
    closed.close();
    return new HamperedRoutes(
        catalogue, serdes, EndpointFollower.start(kafka, serdes, _ -> {}), closed, NOWHERE);
  }

  /** Of a process that reaches the topics, while none works on the lanes of endpoints. */
  static HamperedRoutes unserved(
      Supplier<Catalogue> catalogue, KafkaAccess kafka, RecordSerdes serdes) {
    return new HamperedRoutes(
        catalogue,
        serdes,
        EndpointFollower.start(kafka, serdes, _ -> {}),
        new Appender(kafka.producer()),
        kafka);
  }

  /** Whether it knows which endpoints there are. */
  boolean isReady() {
    return endpoints.isComplete();
  }

  int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.close();
    endpoints.close();
    inbox.close();
  }
}

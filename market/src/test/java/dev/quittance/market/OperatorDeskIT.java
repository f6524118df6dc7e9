package dev.quittance.market;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.embedded.EmbeddedKafka;
import dev.quittance.market.OperatorDesk.Answer;
import dev.quittance.market.avro.MarketMapping;
import dev.quittance.market.domain.EventKind;
import dev.quittance.market.domain.MarketEvent;
import dev.quittance.market.domain.OrderStanding;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.Verdict;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees and says, on real topics. */
class OperatorDeskIT {
  private static final String ASKS = "{\"status\":\"pending\",\"waitsFor\":\"ACCEPT_APPROVED\"}";
  private static final int LANES = 2;

  @TempDir private Path directory;
  private final FixedIdSerdes serdes = new FixedIdSerdes();
  private EmbeddedKafka broker;
  private Producer<byte[], byte[]> producer;
  private OperatorDesk desk;

  @BeforeEach
  void start() throws Exception {
    broker = EmbeddedKafka.start(directory.resolve("kafka"), EmbeddedKafka.Options.singleNode());
    KafkaAccess kafka = KafkaAccess.at(broker.bootstrapServers());
    try (Admin admin = kafka.admin()) {
      admin
          .createTopics(
              Stream.of(Topics.MARKET_EVENTS, Topics.DELIVERY_OUTCOMES, Topics.ORDER_REQUESTS)
                  .map(topic ->
                      new NewTopic(topic.name(), LANES, (short) 1).configs(topic.settings()))
                  .toList())
          .all()
          .get();
    }
    producer = kafka.producer();
    desk = OperatorDesk.open(kafka, serdes, InstantSource.system());
  }

  @AfterEach
  void stop() {
    desk.close();
    producer.close();
    broker.close();
  }

  private static Hash32 id(String market, String sourceId) {
    return Order.orderId("tenant", market, sourceId);
  }

  private <V extends SpecificRecord> void append(Topic<V> topic, Hash32 key, V value)
      throws Exception {
    byte[] bytes = serdes.of(topic).serializer().serialize(topic.name(), value);
    producer.send(new ProducerRecord<>(topic.name(), key.bytes(), bytes)).get();
  }

  private void say(String market, String sourceId, EventKind kind, String detail) throws Exception {
    Hash32 id = id(market, sourceId);
    MarketEvent event =
        new MarketEvent(id, market, sourceId, kind, detail, System.currentTimeMillis());
    append(Topics.MARKET_EVENTS, id, MarketMapping.record(event));
  }

  private void end(String sourceId, String status, String why) throws Exception {
    Hash32 id = id("gigent", sourceId);
    DeliveryJob job =
        new DeliveryJob(
            id,
            "gigent",
            sourceId,
            "tenant",
            Verdict.COMPLETED,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Bytes32.ZERO,
            Address.ZERO,
            1,
            "",
            false);
    append(
        Topics.DELIVERY_OUTCOMES,
        id,
        MarketMapping.outcome(job, status, "", why, System.currentTimeMillis()));
  }

  private List<String> waitingFor(OrderStanding.Waiting what) {
    return desk.orders().stream()
        .filter(order -> order.waiting() == what)
        .map(OrderStanding::sourceId)
        .toList();
  }

  @Test
  void whatWaitsIsSeenAndGoesOnWhenItIsSaidOnce() throws Exception {
    say("gigent", "to-approve", EventKind.SEEN, ASKS);
    say("gigent", "taken-in", EventKind.SEEN, ASKS);
    producer
        .send(
            new ProducerRecord<>(
                Topics.ORDER_REQUESTS.name(), id("gigent", "taken-in").bytes(), new byte[] {1}))
        .get();
    say("chain", "confirming", EventKind.SEEN, "{}");
    say("gigent", "cancelled", EventKind.SEEN, ASKS);
    say("gigent", "cancelled", EventKind.CANCELLED, "{}");
    end("to-release", "HELD", "somebody releases them");
    end("delivered", "DELIVERED", "");

    assertThat(waitingFor(OrderStanding.Waiting.APPROVAL)).containsExactly("to-approve");
    assertThat(waitingFor(OrderStanding.Waiting.RELEASE)).containsExactly("to-release");
    assertThat(desk.orders()).hasSize(6);

    assertThat(desk.approve("to-approve")).isInstanceOf(Answer.Said.class);
    assertThat(desk.approve("to-approve"))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.why()).contains("already"));
    assertThat(desk.release(id("gigent", "to-release").hex())).isInstanceOf(Answer.Said.class);
    assertThat(desk.release("to-release"))
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.why()).contains("already"));
    assertThat(desk.release("delivered")).isInstanceOf(Answer.Refused.class);
    assertThat(desk.approve("nobody's")).isEqualTo(new Answer.Unknown());
    assertThat(waitingFor(OrderStanding.Waiting.APPROVAL)).isEmpty();
    assertThat(waitingFor(OrderStanding.Waiting.RELEASE)).isEmpty();
  }

  @Test
  void anIdOfTwoMarketplacesNamesNeither() throws Exception {
    say("gigent", "the-same", EventKind.SEEN, ASKS);
    say("other", "the-same", EventKind.SEEN, ASKS);

    assertThat(desk.approve("the-same"))
        .isInstanceOfSatisfying(
            Answer.Ambiguous.class, both -> assertThat(both.orders()).hasSize(2));
    assertThat(desk.approve(id("other", "the-same").hex())).isInstanceOf(Answer.Said.class);
    assertThat(waitingFor(OrderStanding.Waiting.APPROVAL)).containsExactly("the-same");
  }
}

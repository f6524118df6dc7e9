package dev.quittance.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.ingest.avro.IntakeMapping;
import dev.quittance.ingest.domain.Submission;
import dev.quittance.planning.document.Order;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.kafka.KafkaAccess;
import dev.quittance.platform.streams.StreamsSettings;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Secp256k1Signatures;
import dev.quittance.receipts.log.Acknowledgement;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topic;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.AcknowledgementsRecord;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrderRequestsRecord;
import dev.quittance.schemas.avro.OrdersRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTopologyTest {
  private static final Address HOUSE = Samples.PROMISES.house().address();

  @TempDir private Path directory;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], OrderRequestsRecord> requests;
  private TestInputTopic<byte[], byte[]> rawRequests;
  private TestOutputTopic<byte[], OrdersRecord> orders;
  private TestOutputTopic<byte[], ExecutionsRecord> executions;
  private TestOutputTopic<byte[], AcknowledgementsRecord> acknowledgements;

  @BeforeEach
  void start() {
    TestSerdes serdes = new TestSerdes();
    Properties settings =
        new StreamsSettings(KafkaAccess.at("127.0.0.1:1"), "test", directory, "one", 1, 100, 1)
            .of("ingest");
    DeadLetterOffice office = new DeadLetterOffice("ingest", serdes, HOUSE, Strikes.inMemory());
    settings.put(DeadLetterOffice.CONFIG, office);
    // The driver loses what is sent before the first record of a transaction is processed.
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
    driver =
        new TopologyTestDriver(
            IngestTopology.of(serdes, () -> Samples.CATALOGUE, Samples.PROMISES, office), settings);
    requests =
        driver.createInputTopic(
            Topics.ORDER_REQUESTS.name(),
            new ByteArraySerializer(),
            serdes.of(Topics.ORDER_REQUESTS).serializer());
    rawRequests =
        driver.createInputTopic(
            Topics.ORDER_REQUESTS.name(), new ByteArraySerializer(), new ByteArraySerializer());
    orders = output(serdes, Topics.ORDERS);
    executions = output(serdes, Topics.EXECUTIONS);
    acknowledgements = output(serdes, Topics.ACKNOWLEDGEMENTS);
  }

  private <V extends SpecificRecord> TestOutputTopic<byte[], V> output(
      TestSerdes serdes, Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new ByteArrayDeserializer(), serdes.of(topic).deserializer());
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void send(Submission submission) {
    requests.pipeInput(
        submission.orderId().bytes(),
        IntakeMapping.record(submission),
        Instant.ofEpochMilli(Samples.NOW_MS));
  }

  @Test
  void writesAnOrderOnceHoweverOftenItIsRequested() {
    Order order = Samples.order("acme", "key-1", "text");

    send(Samples.submission(order));
    send(Samples.submission(order));

    KeyValue<byte[], OrdersRecord> accepted = orders.readKeyValue();
    assertThat(accepted.key).isEqualTo(order.orderId().bytes());
    OrderAccepted body = (OrderAccepted) accepted.value.getBody();
    assertThat(AvroValues.hex(body.getOrderHash())).isEqualTo(order.hash().hex());
    assertThat(AvroValues.hex(body.getBuyer())).isEqualTo(Samples.ACME_BUYER);
    assertThat(AvroValues.bytes(body.getOrder())).isEqualTo(order.canonicalJson());
    assertThat(orders.isEmpty()).isTrue();
    assertThat(executions.isEmpty()).isTrue();
  }

  @Test
  void refusesOtherContentUnderItsRequestId() {
    Order other = Samples.order("acme", "key-1", "other text");

    send(Samples.submission(Samples.order("acme", "key-1", "text")));
    send(Samples.submission(other));
    send(Samples.submission(other));

    assertThat(orders.readRecordsToList()).hasSize(1);
    KeyValue<byte[], ExecutionsRecord> refusal = executions.readKeyValue();
    assertThat(refusal.key).isEqualTo(other.requestId().bytes());
    Execution execution = refusal.value.getBody();
    assertThat(AvroValues.hex(execution.getOrderId())).isEqualTo(other.requestId().hex());
    assertThat(execution.getVerdict()).isEqualTo(4);
    assertThat(execution.getCode()).isEqualTo("conflicting-content");
    assertThat(execution.getStepIndex()).isEqualTo(-1);
    assertThat(AvroValues.hex(execution.getAgent())).isEqualTo(HOUSE.toString());
    assertThat(AvroValues.hex(execution.getBuyer())).isEqualTo(Samples.ACME_BUYER);
    assertThat(execution.getCompletedAt()).isEqualTo(Samples.NOW_MS);
    assertThat(execution.getTenant()).isEqualTo("acme");
    assertThat(executions.isEmpty()).isTrue();
  }

  @Test
  void goesOnAfterRecordsThatNobodyCanRead() {
    rawRequests.pipeInput(new byte[32], new byte[] {1, 2, 3});
    requests.pipeInput(new byte[32], new OrderRequestsRecord());
    send(Samples.submission(Samples.order("acme", "key-1", "text")));

    assertThat(orders.readRecordsToList()).hasSize(1);
    Execution outcome = executions.readValue().getBody();
    assertThat(outcome.getCode()).isEqualTo("dead-lettered");
    assertThat(outcome.getVerdict()).isEqualTo(2);
    assertThat(outcome.getMessage()).contains("record 0 of partition 0 of order-requests");
    assertThat(executions.isEmpty()).isTrue();
  }

  @Test
  void writesDownWhatTheGatewayPromisesForEachRequest() {
    Order order = Samples.order("acme", "key-1", "text");

    send(Samples.submission(order));
    send(Samples.submission(Samples.order("acme", "key-1", "other text")));

    List<KeyValue<byte[], AcknowledgementsRecord>> promised =
        acknowledgements.readKeyValuesToList();
    assertThat(promised).hasSize(2);
    assertThat(promised).allMatch(it -> Arrays.equals(it.key, order.orderId().bytes()));
    OrderPromises.Promise expected =
        Samples.PROMISES.of(order.orderId(), order.hash(), Samples.NOW_MS);
    assertThat(promised.getFirst().value).isEqualTo(IntakeMapping.record(expected, HOUSE));
    Acknowledgement acknowledgement = expected.acknowledgement();
    assertThat(acknowledgement.deadline()).isEqualTo(Samples.NOW_MS + 86_400_000);
    assertThat(
            acknowledgement.isSignedBy(
                HOUSE,
                expected.signature(),
                Samples.PROMISES.domain(),
                Secp256k1Signatures.preferred()))
        .isTrue();
  }
}

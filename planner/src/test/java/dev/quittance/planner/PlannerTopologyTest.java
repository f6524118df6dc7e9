package dev.quittance.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.Catalogue;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderOrigin;
import dev.quittance.planning.document.OrderRequest;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import dev.quittance.platform.deadletters.DeadLetterOffice;
import dev.quittance.platform.deadletters.Strikes;
import dev.quittance.platform.testing.FixedIdSerdes;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.schemas.AvroValues;
import dev.quittance.schemas.Topics;
import dev.quittance.schemas.avro.DayCapAnswered;
import dev.quittance.schemas.avro.Execution;
import dev.quittance.schemas.avro.ExecutionsRecord;
import dev.quittance.schemas.avro.OrderAccepted;
import dev.quittance.schemas.avro.OrdersRecord;
import dev.quittance.schemas.avro.PlanMade;
import dev.quittance.schemas.avro.PlansRecord;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlannerTopologyTest {
  private static final String ADDRESS = "0x" + "11".repeat(20);
  private static final long NOW_MS = 1_000_000;
  private static final FixedIdSerdes SERDES = new FixedIdSerdes();
  private static final Address HOUSE = Address.fromHex("0x" + "99".repeat(20));

  private final Catalogue catalogue =
      Catalogue.EMPTY
          .foldAgent(3, agent())
          .foldPolicy(0, policy("open", ""))
          .foldPolicy(1, policy("capped", ",\"perDayCap\":\"250\""))
          .foldPolicy(2, tenant("free", "open"))
          .foldPolicy(3, tenant("thrifty", "capped"));
  private final TopologyTestDriver driver =
      new TopologyTestDriver(
          PlannerTopology.of(
              SERDES,
              () -> catalogue,
              HOUSE,
              new DeadLetterOffice("planner", SERDES, HOUSE, Strikes.inMemory())),
          new Properties());
  private final TestInputTopic<byte[], OrdersRecord> orders =
      driver.createInputTopic(
          Topics.ORDERS.name(), new ByteArraySerializer(), SERDES.of(Topics.ORDERS).serializer());

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void plansAnOrderAndCitesTheCatalogue() {
    submit(order("free", "a", "100", 9_000_000));

    PlanMade made = plans().getFirst().getBody();
    Plan plan = Plan.parse(AvroValues.bytes(made.getPlan())).orThrow();
    assertThat(plan.agentsOffset()).isEqualTo(4);
    assertThat(plan.policiesOffset()).isEqualTo(4);
    assertThat(plan.decidedAtMs()).isEqualTo(NOW_MS);
    assertThat(made.getPlanHash().bytes()).isEqualTo(plan.hash().bytes());
    assertThat(executions()).isEmpty();
  }

  @Test
  void refusesWithAnExecutionThatSaysWhy() {
    submit(order("free", "a", "99", 9_000_000));
    submit(order("free", "b", "100", NOW_MS));

    List<ExecutionsRecord> refused = executions();
    assertThat(refused).hasSize(2);
    Execution first = refused.getFirst().getBody();
    assertThat(first.getVerdict()).isEqualTo(4);
    assertThat(first.getCode()).isEqualTo("budget-too-small");
    assertThat(first.getStepIndex()).isEqualTo(-1);
    assertThat(first.getCompletedAt()).isEqualTo(NOW_MS);
    assertThat(refused.getLast().getBody().getCode()).isEqualTo("past-deadline");
    assertThat(refused.getLast().getBody().getVerdict()).isEqualTo(5);
    assertThat(plans()).isEmpty();
  }

  @Test
  void grantsADayUntilItsCapAndRefusesTheRest() {
    for (String id : List.of("a", "b", "c")) {
      submit(order("thrifty", id, "100", 9_000_000));
    }

    assertThat(plans()).hasSize(2);
    List<ExecutionsRecord> refused = executions();
    assertThat(refused).hasSize(1);
    assertThat(refused.getFirst().getBody().getCode()).isEqualTo("policy-day-cap");
    assertThat(refused.getFirst().getBody().getVerdict()).isEqualTo(3);
    assertThat(refused.getFirst().getBody().getMessage())
        .isEqualTo("the order costs 100, and tenant thrifty has 50 of 250 left for the day");
    assertThat(driver.getKeyValueStore(PlannerTopology.WAITING_PLANS).all().hasNext()).isFalse();
  }

  @Test
  void passesByAnAnswerThatNothingWaitsFor() {
    byte[] orderId = new byte[32];
    orders.pipeInput(
        orderId,
        new OrdersRecord(
            new DayCapAnswered(
                AvroValues.hash32(orderId),
                true,
                AvroValues.uint256(BigInteger.ZERO),
                AvroValues.uint256(BigInteger.ONE))),
        Instant.ofEpochMilli(NOW_MS));

    assertThat(plans()).isEmpty();
    assertThat(executions()).isEmpty();
  }

  @Test
  void refusesAnOrderDocumentThatNobodyCanRead() {
    byte[] orderId = new byte[32];
    orders.pipeInput(
        orderId,
        new OrdersRecord(
            new OrderAccepted(
                AvroValues.hash32(orderId),
                "free",
                AvroValues.address20(ADDRESS),
                ByteBuffer.wrap("{\"format\":".getBytes(StandardCharsets.UTF_8)),
                AvroValues.noHash())),
        Instant.ofEpochMilli(NOW_MS));

    assertThat(executions().getFirst().getBody().getCode()).isEqualTo("malformed-order");
  }

  private void submit(Order order) {
    orders.pipeInput(
        order.orderId().bytes(),
        new OrdersRecord(
            new OrderAccepted(
                AvroValues.hash32(order.orderId().bytes()),
                order.tenant(),
                AvroValues.address20(ADDRESS),
                ByteBuffer.wrap(order.canonicalJson()),
                AvroValues.hash32(order.hash().bytes()))),
        Instant.ofEpochMilli(NOW_MS));
  }

  private List<PlansRecord> plans() {
    return driver
        .createOutputTopic(
            Topics.PLANS.name(),
            new ByteArrayDeserializer(),
            SERDES.of(Topics.PLANS).deserializer())
        .readValuesToList();
  }

  private List<ExecutionsRecord> executions() {
    return driver
        .createOutputTopic(
            Topics.EXECUTIONS.name(),
            new ByteArrayDeserializer(),
            SERDES.of(Topics.EXECUTIONS).deserializer())
        .readValuesToList();
  }

  private static Order order(String tenant, String sourceId, String budget, long deadlineMs) {
    String request =
        "{\"asset\":\"%s\",\"budget\":\"%s\",\"deadline\":\"%d\",\"service\":\"extraction\",\"input\":{}}"
            .formatted(ADDRESS, budget, deadlineMs);
    return OrderRequest.parse(
            request.getBytes(StandardCharsets.UTF_8), new OrderOrigin(tenant, "http", sourceId))
        .orThrow();
  }

  private static Agent agent() {
    return Agent.parse(
            """
            {"format":"quittance-agent/v1","id":"reader","name":"Reader","address":"%s",
             "status":"active","services":[{"service":"extraction","executor":"builtin/extraction",
             "price":"100","etaMs":10}]}
            """
                .formatted("0x" + "22".repeat(20))
                .getBytes(StandardCharsets.UTF_8))
        .orThrow();
  }

  private static Policy policy(String id, String more) {
    return Policy.parse(
            """
            {"format":"quittance-policy/v1","id":"%s","feeBps":100,"feeRecipient":"%s"%s}
            """
                .formatted(id, ADDRESS, more)
                .getBytes(StandardCharsets.UTF_8))
        .orThrow();
  }

  private static Tenant tenant(String id, String policy) {
    return Tenant.parse(
            """
            {"format":"quittance-tenant/v1","id":"%s","name":"T","buyer":"%s","policy":"%s",
             "apiKeyHashes":["%s"],"status":"active"}
            """
                .formatted(id, ADDRESS, policy, "0x" + "ab".repeat(32))
                .getBytes(StandardCharsets.UTF_8))
        .orThrow();
  }
}

package dev.quittance.auditor.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.quittance.auditor.Finding;
import dev.quittance.auditor.FindingCode;
import dev.quittance.auditor.Place;
import dev.quittance.auditor.RandomLogs;
import dev.quittance.auditor.Severity;
import dev.quittance.auditor.source.LineRecord;
import dev.quittance.planning.Catalogue;
import dev.quittance.planning.PlanDecision;
import dev.quittance.planning.Planner;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Document;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.TenancyDocument;
import dev.quittance.planning.document.Tenant;
import dev.quittance.receipts.crypto.Address;
import dev.quittance.receipts.crypto.Bytes;
import dev.quittance.receipts.crypto.Bytes32;
import dev.quittance.receipts.crypto.Sha256;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans are made from a catalogue of their time, and their day's sum is held to the cap. */
class CatalogueCitedTest {
  private static final long PUBLISHED_AT = 1_767_571_200_000L;
  private static final String ADDRESS = "0x" + "a5".repeat(20);
  private static final BigInteger PRICE = BigInteger.valueOf(50_000);
  private static final BigInteger DAY_CAP = BigInteger.valueOf(80_000);

  private final RandomLogs random = new RandomLogs(1, 1);
  private final List<LineRecord> agents = new ArrayList<>();
  private final List<LineRecord> policies = new ArrayList<>();
  private Catalogue catalogue = Catalogue.EMPTY;

  CatalogueCitedTest() {
    catalogue =
        catalogue
            .foldAgent(0, publish(agents, "agents", agent(PRICE)))
            .foldPolicy(0, policy(250))
            .foldPolicy(1, tenant());
    publish(policies, "policies", policy(250));
    publish(policies, "policies", tenant());
  }

  @ParameterizedTest
  @CsvSource({"PT10M, ", "PT10M0.001S, NOTE", "PT24H, NOTE", "PT24H0.001S, FAIL", "PT900H, FAIL"})
  void aDocumentThatWasThereForLongIsCited(Duration age, Severity severity) {
    PlanDecision.Planned planned = planned("one", PUBLISHED_AT + age.toMillis());
    assertThat(checked(planned, BigInteger.ZERO).findings()).isEmpty();

    publish(policies, "policies", policy(10));
    publish(policies, "policies", policy(20));
    assertStale(planned, severity, "policies/0@2");
    policies.subList(2, 4).clear();
    publish(agents, "agents", agent(BigInteger.ONE));
    assertStale(planned, severity, "agents/0@1");
  }

  @Test
  void onePublishedAfterTheOrderNeedNotBe() {
    PlanDecision.Planned planned = planned("one", PUBLISHED_AT - 1);
    publish(policies, "policies", policy(10));
    assertThat(checked(planned, BigInteger.ZERO).findings()).isEmpty();
  }

  @Test
  void twoGrantsThatFitByThemselvesDoNotFitTogether() {
    Checked first = checked(planned("one", PUBLISHED_AT), BigInteger.ZERO);
    Checked second = checked(planned("two", PUBLISHED_AT + 5), BigInteger.ZERO);

    assertThat(first.findings()).isEmpty();
    assertThat(second.findings()).isEmpty();
    assertThat(DayGrants.judge(List.of(first.grants()))).isEmpty();
    assertThat(DayGrants.judge(List.of(first.grants(), second.grants())))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_DAY_CAP_EXCEEDED);
          assertThat(finding.place()).isEqualTo(Place.record("orders", 0, 8));
          assertThat(finding.message()).contains("2026-01-05", "never more than 80000");
        });
  }

  private void assertStale(PlanDecision.Planned planned, Severity severity, String document) {
    List<Finding> found = checked(planned, BigInteger.ZERO).findings();
    if (severity == null) {
      assertThat(found).isEmpty();
      return;
    }
    assertThat(found)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo(FindingCode.L5_CATALOGUE_STALE);
          assertThat(finding.severity()).isEqualTo(severity);
          assertThat(finding.place()).isEqualTo(Place.record("plans", 0, 9));
          assertThat(finding.message()).contains(document);
        });
  }

  private PlanDecision.Planned planned(String key, long decidedAt) {
    if (Planner.decide(order(key), order(key).hash(), catalogue, decidedAt)
        instanceof PlanDecision.Planned planned) {
      return planned;
    }
    throw new AssertionError("the order can't be planned");
  }

  private record Checked(List<Finding> findings, DayGrants grants) {}

  /** What is found of a plan whose cap has granted it, saying that so much was reserved before. */
  private Checked checked(PlanDecision.Planned planned, BigInteger reserved) {
    long at = planned.plan().decidedAtMs();
    Bytes order = Bytes.wrap(order(at == PUBLISHED_AT + 5 ? "two" : "one").canonicalJson());
    Bytes32 id = Bytes32.wrap(planned.plan().orderId().bytes());
    OrderCase all = new OrderCase(id);
    add(
        all.orders,
        "orders",
        7,
        at,
        new LineRecord.OrderTaken(id, "acme", Address.fromHex(ADDRESS), order, Sha256.hash(order)));
    add(all.dayCaps, "orders", 8, at, new LineRecord.DayCapAnswer(id, true, reserved, DAY_CAP));
    Bytes plan = Bytes.wrap(planned.plan().canonicalJson());
    add(all.plans, "plans", 9, at, new LineRecord.PlanTaken(id, Sha256.hash(plan), plan, order));
    Findings findings = new Findings();
    CaseCheck check =
        new CaseCheck(
            new BuyerCheck(random.identity.domain(), RandomLogs.SIGNATURES),
            new CatalogueHistory(agents, policies),
            findings);
    check.check(all, Long.MIN_VALUE);
    return new Checked(findings.list(), check.grants());
  }

  private static <T extends LineRecord.Content> void add(
      List<OrderCase.Of<T>> records, String topic, long offset, long time, T content) {
    records.add(
        new OrderCase.Of<>(
            new LineRecord(topic, 0, offset, time, Optional.empty(), content), content));
  }

  private static <D extends Document> D publish(List<LineRecord> log, String topic, D document) {
    String id =
        switch (document) {
          case Agent agent -> agent.id();
          case TenancyDocument tenancy -> tenancy.id();
          default -> throw new IllegalArgumentException("no document of the catalogue");
        };
    log.add(
        new LineRecord(
            topic,
            0,
            log.size(),
            PUBLISHED_AT,
            Optional.of(Bytes.wrap(id.getBytes(StandardCharsets.UTF_8))),
            new LineRecord.CatalogueDocument(
                id, Bytes.wrap(document.canonicalJson()), Optional.empty())));
    return document;
  }

  private static Agent agent(BigInteger price) {
    return new Agent(
        "vendor",
        "Vendor",
        ADDRESS,
        Agent.Status.ACTIVE,
        List.of(
            new AgentService(
                "sentiment-analysis", "builtin/sentiment-analysis", price, 10, null, null, null)));
  }

  private static Policy policy(int feeBps) {
    return new Policy("open", feeBps, ADDRESS, null, null, null, DAY_CAP, null, null, null);
  }

  private static Tenant tenant() {
    return new Tenant(
        "acme",
        "Acme",
        ADDRESS,
        "open",
        List.of(Hash32.sha256(new byte[] {1})),
        Tenant.Status.ACTIVE,
        null,
        null);
  }

  private static Order order(String key) {
    return new Order(
        "acme",
        "http",
        key,
        ADDRESS,
        BigInteger.valueOf(500_000),
        PUBLISHED_AT + Duration.ofDays(60).toMillis(),
        List.of(
            new OrderStep(
                "only",
                "sentiment-analysis",
                new StepInput.Inline(CanonicalJson.of(TextNode.valueOf("A sturdy tent."))),
                null,
                null,
                null)),
        null);
  }
}

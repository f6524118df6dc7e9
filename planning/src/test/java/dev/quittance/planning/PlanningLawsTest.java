package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Document;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.PlanStep;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.TenancyDocument;
import dev.quittance.planning.graph.GraphResult;
import dev.quittance.planning.graph.InputTemplate;
import dev.quittance.planning.graph.PlanGraph;
import dev.quittance.planning.graph.Rendered;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws over random orders: 10,000 for the same decision, fewer for the dearer laws. The seed is in
 * each test's name.
 */
final class PlanningLawsTest {
  private static final int ORDERS = 500;
  private static final int FEWER_ORDERS = 100;

  static LongStream seeds() {
    return LongStream.range(7_000, 7_020);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyWayToTheSameInputsGivesTheSameDecision(long seed) {
    RandomMarket market = new RandomMarket(seed);
    Random random = new Random(seed);
    Catalogue catalogue = market.catalogue();
    Catalogue reparsed = reparsed(market, random);
    Catalogue reordered =
        RandomMarket.fold(
            interleaved(market.agentsLog, Agent::id, random),
            interleaved(
                market.policiesLog, document -> document.getClass() + document.id(), random));
    assertThat(reparsed).isEqualTo(catalogue);
    assertThat(reordered).isEqualTo(catalogue);
    for (int i = 0; i < ORDERS; i++) {
      Order order = market.order();
      long decidedAtMs = market.decidedAtMs();
      PlanDecision first = Planner.decide(order, order.hash(), catalogue, decidedAtMs);
      assertThat(Planner.decide(order, order.hash(), catalogue, decidedAtMs)).isEqualTo(first);
      Order again = Order.parse(shuffled(order, random)).orThrow();
      assertThat(again).isEqualTo(order);
      assertThat(Planner.decide(again, again.hash(), reparsed, decidedAtMs)).isEqualTo(first);
      assertThat(Planner.decide(order, order.hash(), reordered, decidedAtMs)).isEqualTo(first);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void plansKeepTheMoneyTheGraphAndTheirBytes(long seed) {
    RandomMarket market = new RandomMarket(seed);
    Catalogue catalogue = market.catalogue();
    for (int i = 0; i < FEWER_ORDERS; i++) {
      Order order = market.order();
      if (Planner.decide(order, order.hash(), catalogue, market.decidedAtMs())
          instanceof PlanDecision.Planned planned) {
        assertMoney(order, planned.plan());
        assertGraph(order, planned.plan());
        assertThat(Plan.parse(planned.plan().canonicalJson()).orThrow()).isEqualTo(planned.plan());
        assertThat(planned.planHash()).isEqualTo(planned.plan().hash());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void theChosenVendorIsTheBestOfAll(long seed) {
    RandomMarket market = new RandomMarket(seed);
    Catalogue catalogue = market.catalogue();
    for (int i = 0; i < FEWER_ORDERS; i++) {
      for (OrderStep step : market.order().steps()) {
        for (Hashed<Policy> policy : catalogue.policies().values()) {
          assertBest(step, policy.document(), catalogue);
        }
      }
    }
  }

  @Test
  void randomOrdersMeetNearlyEveryDecision() {
    Map<RefusalCode, Integer> refusals = new EnumMap<>(RefusalCode.class);
    int planned = 0;
    for (long seed : seeds().toArray()) {
      RandomMarket market = new RandomMarket(seed);
      Catalogue catalogue = market.catalogue();
      for (int i = 0; i < FEWER_ORDERS; i++) {
        Order order = market.order();
        switch (Planner.decide(order, order.hash(), catalogue, market.decidedAtMs())) {
          case PlanDecision.Planned _ -> planned++;
          case PlanDecision.Refused(RefusalCode code, String _) ->
              refusals.merge(code, 1, Integer::sum);
        }
      }
    }
    assertThat(planned).isGreaterThan(800);
    assertThat(refusals)
        .containsKeys(
            RefusalCode.PAST_DEADLINE,
            RefusalCode.UNKNOWN_TENANT,
            RefusalCode.POLICY_MAX_STEPS,
            RefusalCode.POLICY_SERVICE,
            RefusalCode.UNKNOWN_STEP,
            RefusalCode.CYCLIC_STEPS,
            RefusalCode.UNKNOWN_SERVICE,
            RefusalCode.NO_VENDOR,
            RefusalCode.POLICY_ORDER_CAP,
            RefusalCode.BUDGET_TOO_SMALL);
  }

  private static void assertMoney(Order order, Plan plan) {
    BigInteger credits = sum(plan, PlanStep::vendorCredit);
    BigInteger fees = sum(plan, PlanStep::fee);
    BigInteger refund = order.budget().subtract(plan.total());
    assertThat(refund).isNotNegative();
    assertThat(credits.add(fees).add(refund)).isEqualTo(order.budget());
    for (PlanStep step : plan.steps()) {
      BigInteger[] fee =
          step.price()
              .multiply(BigInteger.valueOf(plan.feeBps()))
              .divideAndRemainder(BigInteger.valueOf(10_000));
      assertThat(step.fee()).isEqualTo(fee[0]);
    }
  }

  private static BigInteger sum(Plan plan, Function<PlanStep, BigInteger> amount) {
    return plan.steps().stream().map(amount).reduce(BigInteger.ZERO, BigInteger::add);
  }

  /**
   * Walking the plan in topological order, each input finds the outputs that it refers to among
   * those that the plan says it needs.
   */
  private static void assertGraph(Order order, Plan plan) {
    PlanGraph graph = ((GraphResult.Valid) PlanGraph.of(plan)).graph();
    Map<Integer, JsonNode> done = new HashMap<>();
    for (int index : graph.topologicalOrder()) {
      assertThat(done.keySet()).containsAll(graph.needs().get(index));
      Map<String, JsonNode> outputs = new HashMap<>();
      graph
          .needs()
          .get(index)
          .forEach(need -> outputs.put(order.steps().get(need).name(), done.get(need)));
      if (order.steps().get(index).input() instanceof StepInput.Inline(CanonicalJson json)) {
        Rendered rendered = new InputTemplate(json).render(outputs);
        assertThat(rendered).isInstanceOf(Rendered.Ok.class);
        assertThat(((Rendered.Ok) rendered).input().text()).doesNotContain(".output}}");
      }
      done.put(index, Examples.read("{\"of\":" + index + "}"));
    }
    assertThat(done).hasSameSizeAs(order.steps());
  }

  private static void assertBest(OrderStep step, Policy policy, Catalogue catalogue) {
    List<Candidate> candidates = new ArrayList<>();
    for (Hashed<Agent> hashed : catalogue.agents().values()) {
      Agent agent = hashed.document();
      agent
          .offer(step.service())
          .filter(_ -> agent.status() == Agent.Status.ACTIVE)
          .filter(_ -> policy.vendors() == null || policy.vendors().contains(agent.id()))
          .filter(_ -> step.vendors() == null || step.vendors().contains(agent.id()))
          .filter(offer -> step.maxPrice() == null || offer.price().compareTo(step.maxPrice()) <= 0)
          .ifPresent(
              offer -> candidates.add(new Candidate(agent, offer, score(offer, step, policy))));
    }
    switch (VendorSelection.select(step, policy, catalogue)) {
      case Selection.NoneFits _ -> assertThat(candidates).isEmpty();
      case Selection.Selected(Hashed<Agent> agent, AgentService offer, int scorePpm) -> {
        Candidate chosen = new Candidate(agent.document(), offer, scorePpm);
        assertThat(candidates).contains(chosen);
        assertThat(candidates).noneMatch(other -> other.beats(chosen));
      }
    }
  }

  /** The utility again, as a sum of four fractions over one denominator. */
  private static int score(AgentService offer, OrderStep step, Policy policy) {
    BigInteger bench = policy.benchPriceOrDefault(step.service());
    BigInteger slo = BigInteger.valueOf(policy.sloMsOrDefault());
    BigInteger cheap =
        offer.price().compareTo(bench) >= 0 ? BigInteger.ZERO : bench.subtract(offer.price());
    long fast = Math.max(0, policy.sloMsOrDefault() - offer.etaMs());
    BigInteger denominator = BigInteger.TEN.multiply(bench).multiply(slo);
    BigInteger sum =
        BigInteger.valueOf(3L * offer.confidencePpmOrDefault() + 2L * offer.safetyPpmOrDefault())
            .multiply(denominator)
            .divide(BigInteger.TEN)
            .add(cheap.multiply(BigInteger.valueOf(3_000_000)).multiply(slo))
            .add(BigInteger.valueOf(fast).multiply(BigInteger.valueOf(2_000_000)).multiply(bench));
    return sum.divide(denominator).intValueExact();
  }

  private record Candidate(Agent agent, AgentService offer, int scorePpm) {
    boolean beats(Candidate other) {
      if (scorePpm != other.scorePpm) {
        return scorePpm > other.scorePpm;
      }
      if (!offer.price().equals(other.offer.price())) {
        return offer.price().compareTo(other.offer.price()) < 0;
      }
      if (offer.etaMs() != other.offer.etaMs()) {
        return offer.etaMs() < other.offer.etaMs();
      }
      return new BigInteger(agent.address().substring(2), 16)
              .compareTo(new BigInteger(other.agent.address().substring(2), 16))
          < 0;
    }
  }

  private static Catalogue reparsed(RandomMarket market, Random random) {
    return RandomMarket.fold(
        market.agentsLog.stream()
            .map(agent -> Agent.parse(shuffled(agent, random)).orThrow())
            .toList(),
        market.policiesLog.stream()
            .map(document -> TenancyDocument.parse(shuffled(document, random)).orThrow())
            .toList());
  }

  /** The document's JSON with its members in random order and white space. */
  private static byte[] shuffled(Document document, Random random) {
    return shuffled(document.canonical().node(), random)
        .toPrettyString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node instanceof ArrayNode array) {
      ArrayNode copy = array.arrayNode();
      array.forEach(item -> copy.add(shuffled(item, random)));
      return copy;
    }
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> members = new ArrayList<>(object.properties());
      Collections.shuffle(members, random);
      ObjectNode copy = object.objectNode();
      members.forEach(member -> copy.set(member.getKey(), shuffled(member.getValue(), random)));
      return copy;
    }
    return node;
  }

  /** Another log with the same documents, those of one id in the same sequence. */
  private static <T> List<T> interleaved(List<T> log, Function<T, String> id, Random random) {
    Map<String, List<T>> byId = new LinkedHashMap<>();
    log.forEach(
        document -> byId.computeIfAbsent(id.apply(document), _ -> new ArrayList<>()).add(document));
    List<T> other = new ArrayList<>();
    while (!byId.isEmpty()) {
      List<String> ids = new ArrayList<>(byId.keySet());
      String next = ids.get(random.nextInt(ids.size()));
      other.add(Objects.requireNonNull(byId.get(next)).removeFirst());
      byId.values().removeIf(List::isEmpty);
    }
    assertThat(other).hasSameSizeAs(log);
    return other;
  }
}

package dev.quittance.planning;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.Hash32;
import dev.quittance.planning.document.InputRef;
import dev.quittance.planning.document.Limits;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.StepInput;
import dev.quittance.planning.document.TenancyDocument;
import dev.quittance.planning.document.Tenant;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two random catalogue logs and random orders for them, all from one seed; most orders can be
 * planned.
 */
final class RandomMarket {
  static final long NOW_MS = 1_767_575_000_000L;

  private static final List<String> SERVICES =
      List.of("extraction", "summarization", "classification", "code-review", "sentiment-analysis");

  private final Random random;
  final List<Agent> agentsLog = new ArrayList<>();
  final List<TenancyDocument> policiesLog = new ArrayList<>();

  RandomMarket(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      agentsLog.add(agent());
    }
    IntStream.range(0, 3).forEach(i -> policiesLog.add(policy("p" + i)));
    IntStream.range(0, 4).forEach(i -> policiesLog.add(tenant("t" + i)));
    for (int i = 0; i < 8; i++) {
      policiesLog.add(
          random.nextBoolean() ? policy("p" + random.nextInt(3)) : tenant("t" + random.nextInt(4)));
    }
  }

  /** The catalogue of both logs. */
  Catalogue catalogue() {
    return fold(agentsLog, policiesLog);
  }

  static Catalogue fold(List<Agent> agents, List<TenancyDocument> policies) {
    Catalogue catalogue = Catalogue.EMPTY;
    for (int offset = 0; offset < agents.size(); offset++) {
      catalogue = catalogue.foldAgent(offset, agents.get(offset));
    }
    for (int offset = 0; offset < policies.size(); offset++) {
      catalogue = catalogue.foldPolicy(offset, policies.get(offset));
    }
    return catalogue;
  }

  /** A time near the orders' deadlines, mostly before them. */
  long decidedAtMs() {
    return NOW_MS + random.nextInt(100_000);
  }

  Order order() {
    int count = 1 + random.nextInt(random.nextInt(10) == 0 ? Limits.STEPS : 5);
    List<OrderStep> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(step(i, count));
    }
    BigInteger budget =
        random.nextInt(10) == 0
            ? amount(1_000)
            : amount(20_000_000).add(BigInteger.valueOf(100_000L * count));
    return new Order(
        "t" + random.nextInt(random.nextInt(20) == 0 ? 6 : 4),
        "http",
        "order " + random.nextLong(),
        address(),
        budget,
        NOW_MS + 50_000 + random.nextInt(1_000_000),
        steps);
  }

  private OrderStep step(int index, int count) {
    return new OrderStep(
        "s" + index,
        random.nextInt(100) == 0 ? "translation" : oneOf(SERVICES),
        input(index, count),
        oneIn(4) ? needs(index, count) : null,
        oneIn(12) ? ids(6, "a") : null,
        oneIn(12) ? amount(250_000).add(BigInteger.valueOf(100_000)) : null);
  }

  private StepInput input(int index, int count) {
    if (oneIn(8)) {
      return new StepInput.Stored(
          new InputRef(Hash32.sha256(new byte[] {(byte) index}), random.nextInt(1000)));
    }
    String text = random.nextInt() + " ü\\n" + (oneIn(2) ? reference(index, count) : "plain");
    String whole = oneIn(3) ? reference(index, count) : "none";
    String json =
        "{\"text\":\"%s\",\"all\":[\"%s\",%s,null]}".formatted(text, whole, random.nextGaussian());
    return new StepInput.Inline(CanonicalJson.of(Examples.read(json)));
  }

  /** Mostly to an earlier step; rarely to a later one, itself or none, which cannot be planned. */
  private String reference(int index, int count) {
    int step =
        random.nextInt(40) == 0 ? random.nextInt(count + 1) : random.nextInt(Math.max(1, index));
    return index == 0 && step == 0 ? "first" : "{{s" + step + ".output}}";
  }

  private @Nullable List<String> needs(int index, int count) {
    if (index == 0) {
      return random.nextInt(20) == 0 ? List.of("s" + (count - 1)) : null;
    }
    return random.ints(3, 0, index).distinct().mapToObj(i -> "s" + i).toList();
  }

  private Agent agent() {
    List<AgentService> services = new ArrayList<>();
    for (String service : SERVICES) {
      if (random.nextInt(3) > 0) {
        services.add(offer(service));
      }
    }
    Agent.Status status = oneIn(6) ? Agent.Status.RETIRED : Agent.Status.ACTIVE;
    String id = "a" + random.nextInt(12);
    return new Agent(
        id,
        "Agent " + id,
        address(),
        status,
        services.isEmpty() ? List.of(offer("extraction")) : services);
  }

  /** From few values, so that ties happen. */
  private AgentService offer(String service) {
    return new AgentService(
        service,
        "builtin/" + service,
        BigInteger.valueOf(50_000L * (1 + random.nextInt(6))),
        500 * random.nextInt(8),
        oneIn(2) ? 800_000 + 50_000 * random.nextInt(4) : null,
        oneIn(2) ? 900_000 + 50_000 * random.nextInt(3) : null,
        oneIn(2) ? 1 + random.nextInt(90_000) : null);
  }

  private Policy policy(String id) {
    return new Policy(
        id,
        random.nextInt(5) == 0 ? random.nextInt(Limits.BPS + 1) : 250,
        address(),
        oneIn(4) ? SERVICES : null,
        oneIn(3) ? ids(9, "a") : null,
        oneIn(3) ? amount(5_000_000).add(BigInteger.valueOf(500_000)) : null,
        oneIn(3) ? amount(50_000_000) : null,
        oneIn(3) ? 4 + random.nextInt(20) : null,
        oneIn(2)
            ? new TreeMap<>(Map.of(oneOf(SERVICES), amount(300_000).add(BigInteger.ONE)))
            : null,
        oneIn(2) ? 1 + random.nextInt(5_000) : null);
  }

  private Tenant tenant(String id) {
    Tenant.Status status = oneIn(12) ? Tenant.Status.SUSPENDED : Tenant.Status.ACTIVE;
    return new Tenant(
        id,
        "Tenant " + id,
        address(),
        "p" + random.nextInt(3),
        List.of(Hash32.sha256(new byte[] {1})),
        status);
  }

  private List<String> ids(int count, String prefix) {
    return random.ints(count, 0, 12).distinct().mapToObj(i -> prefix + i).toList();
  }

  private BigInteger amount(int bound) {
    return BigInteger.valueOf(random.nextInt(bound));
  }

  private String address() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Hash32.of(bytes).hex().substring(0, 42);
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}

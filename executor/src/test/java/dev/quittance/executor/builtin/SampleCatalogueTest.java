package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.quittance.executor.builtin.Samples.Sample;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample agents, tenants and policies, and that the sample orders end on them as they say. */
class SampleCatalogueTest {
  static List<Sample> orders() {
    return Samples.orders();
  }

  @Test
  void agentsHaveTheirOwnKeysAndKnownExecutors() {
    var ids = new HashSet<String>();
    var accounts = new HashSet<Integer>();
    for (var agent : Samples.agents()) {
      ids.add(agent.path("id").textValue());
      accounts.add(agent.path("account").intValue());
      for (var offer : agent.path("services")) {
        var executor = BuiltinExecutors.find(offer.path("executor").textValue()).orElseThrow();
        assertThat(executor.service()).isEqualTo(offer.path("service").textValue());
        assertThat(offer.path("price").textValue()).matches("[1-9][0-9]{0,9}");
        assertThat(offer.path("etaMs").intValue()).isPositive();
        assertThat(offer.path("confidencePpm").intValue()).isBetween(1, 1_000_000);
        assertThat(offer.path("safetyPpm").intValue()).isBetween(1, 1_000_000);
      }
    }

    assertThat(ids).hasSize(9);
    assertThat(accounts).hasSize(9).allMatch(account -> account >= 1);
  }

  @Test
  void everyTenantsPolicyGivesAChoiceOfVendors() {
    for (var tenant : Samples.tenants()) {
      var policy = policy(tenant.path("id").textValue());
      for (var service : Samples.list(policy.path("benchPrices"))) {
        assertThat(service.textValue()).matches("[1-9][0-9]*");
      }
      for (var service : policy.path("services")) {
        boolean offered = !service.textValue().equals("translation");
        assertThat(prices(policy, service.textValue()).size())
            .as("%s for %s", service, tenant)
            .isGreaterThanOrEqualTo(offered ? 2 : 0);
        assertThat(policy.path("benchPrices").has(service.textValue())).isEqualTo(offered);
      }
    }
  }

  /**
   * Whichever vendors are chosen: each order has just the one reason to be refused that it names.
   */
  @ParameterizedTest
  @MethodSource("orders")
  void ordersEndAsTheySayOnThisCatalogue(Sample order) {
    var policy = policy(order.tenant());
    var budget = amount(order.order().path("budget"));
    var cap = amount(policy.path("perOrderCap"));
    boolean allowed = services(order).allMatch(service -> contains(policy, "services", service));
    boolean offered =
        services(order)
            .allMatch(service -> BuiltinExecutors.find("builtin/" + service).isPresent());

    assertThat(allowed).isEqualTo(!order.code().equals("policy-service"));
    assertThat(offered).isEqualTo(!order.code().equals("unknown-service"));
    if (allowed && offered) {
      var cheapest = total(order, policy, false);
      var dearest = total(order, policy, true);
      switch (order.code()) {
        case "budget-too-small" -> assertThat(budget).isLessThan(cheapest).isLessThan(cap);
        case "policy-order-cap" -> assertThat(cap).isLessThan(cheapest).isLessThan(budget);
        default -> assertThat(dearest).isLessThanOrEqualTo(budget).isLessThanOrEqualTo(cap);
      }
      boolean overCap = order.code().equals("policy-order-cap");
      assertThat(budget.compareTo(cap) > 0).isEqualTo(overCap);
    }
  }

  private static Stream<String> services(Sample order) {
    return order.steps().stream().map(step -> step.path("service").textValue());
  }

  private static BigInteger total(Sample order, JsonNode policy, boolean dearest) {
    return services(order)
        .map(service -> prices(policy, service).stream().sorted().toList())
        .map(prices -> dearest ? prices.getLast() : prices.getFirst())
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private static List<BigInteger> prices(JsonNode policy, String service) {
    return Samples.agents().stream()
        .filter(agent -> contains(policy, "vendors", agent.path("id").textValue()))
        .flatMap(agent -> Samples.list(agent.path("services")).stream())
        .filter(offer -> offer.path("service").textValue().equals(service))
        .map(offer -> amount(offer.path("price")))
        .toList();
  }

  private static boolean contains(JsonNode policy, String list, String value) {
    return Samples.list(policy.path(list)).stream()
        .anyMatch(entry -> entry.textValue().equals(value));
  }

  private static JsonNode policy(String tenant) {
    var policy = Samples.byId(Samples.tenants(), tenant).path("policy").textValue();
    return Samples.byId(Samples.policies(), policy);
  }

  private static BigInteger amount(JsonNode text) {
    return new BigInteger(text.textValue());
  }
}

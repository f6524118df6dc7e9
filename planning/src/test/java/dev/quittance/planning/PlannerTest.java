package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.Order;
import dev.quittance.planning.document.Plan;
import dev.quittance.planning.document.Policy;
import dev.quittance.planning.document.Tenant;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows: one edit of the published example's documents → the decision. */
final class PlannerTest {
  private static final long DECIDED_AT = 1_767_575_000_000L;

  /** Edits such as {@code order /budget "1"}, several of them separated by {@code ;}. */
  private static PlanDecision decide(String edits) {
    Order order = Order.parse(edited("order", edits)).orThrow();
    Catalogue catalogue =
        Catalogue.EMPTY
            .foldAgent(0, Agent.parse(edited("agent", edits)).orThrow())
            .foldPolicy(0, Tenant.parse(edited("tenant", edits)).orThrow())
            .foldPolicy(1, Policy.parse(edited("policy", edits)).orThrow());
    return Planner.decide(order, order.hash(), catalogue, DECIDED_AT);
  }

  private static byte[] edited(String kind, String edits) {
    String json = Examples.text(kind + ".example.json");
    for (String edit : edits.isEmpty() ? new String[0] : edits.split("; ", -1)) {
      String[] parts = edit.split(" ", 3);
      if (parts[0].equals(kind)) {
        json = Examples.edit(json, parts[1], parts[2]);
      }
    }
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void examplePlanIsWhatThePlannerDecides() {
    PlanDecision decision = decide("");

    Plan plan = Examples.plan();
    DayReservation reservation =
        new DayReservation(
            plan.orderId(), "acme", 20_458, new BigInteger("350000"), new BigInteger("50000000"));
    assertThat(decision)
        .isEqualTo(new PlanDecision.Planned(plan, plan.hash(), Optional.of(reservation)));
  }

  @Test
  void withoutACapPerDayNothingIsReserved() {
    PlanDecision.Planned planned = (PlanDecision.Planned) decide("policy /perDayCap -");

    assertThat(planned.reservation()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "order /deadline \"1767575000000\" | past-deadline | EXPIRED | decided at 1767575000000, and the deadline was 1767575000000",
        "order /tenant \"nobody\" | unknown-tenant | REJECTED | there is no tenant nobody",
        "tenant /status \"suspended\" | tenant-suspended | BLOCKED | tenant acme is suspended",
        "tenant /policy \"gone\" | unknown-policy | REJECTED | there is no policy gone, which tenant acme names",
        "policy /maxSteps 2 | policy-max-steps | BLOCKED | the order has 3 steps, and policy standard allows 2",
        "policy /services [\"extraction\",\"summarization\"] | policy-service | BLOCKED | step archive: policy standard does not allow classification",
        "order /steps/2/needs [\"nowhere\"] | unknown-step | REJECTED | step summary needs nowhere, which the order does not have",
        "order /steps/0/needs [\"summary\"] | cyclic-steps | REJECTED | steps wait for each other: facts → summary → facts",
        "order /steps/1/service \"translation\"; policy /services - | unknown-service | REJECTED | step archive: no active agent offers translation",
        "agent /status \"retired\" | unknown-service | REJECTED | step facts: no active agent offers extraction",
        "policy /vendors [\"lexicon\"] | policy-vendor | BLOCKED | step facts: policy standard allows no agent that offers extraction",
        "order /steps/2/vendors [\"lexicon\"] | no-vendor | REJECTED | step summary: no agent offers summarization among lexicon",
        "order /steps/2/vendors [\"other\"] | policy-vendor | BLOCKED | step summary: policy standard allows none of the wanted vendors [other]",
        "order /steps/0/maxPrice \"119999\" | no-vendor | REJECTED | step facts: no agent offers extraction for at most 119999",
        "policy /perOrderCap \"349999\" | policy-order-cap | BLOCKED | the order costs 350000, and policy standard allows 349999",
        "order /budget \"349999\" | budget-too-small | REJECTED | the order costs 350000, and its budget is 349999",
      })
  void refusalSaysWhy(String edits, String code, String verdict, String message) {
    PlanDecision decision = decide(edits);

    assertThat(decision).isInstanceOf(PlanDecision.Refused.class);
    PlanDecision.Refused refused = (PlanDecision.Refused) decision;
    assertThat(refused.code().code()).isEqualTo(code);
    assertThat(refused.code().verdict()).hasToString(verdict);
    assertThat(refused.message()).isEqualTo(message);
  }

  /**
   * All faults at once; taking the faults away one by one shows the next check of the documented
   * order.
   */
  @Test
  void checksComeInTheDocumentedOrder() {
    String[] faults = {
      "order /deadline \"1\"",
      "order /tenant \"nobody\"",
      "tenant /status \"suspended\"",
      "tenant /policy \"gone\"",
      "policy /maxSteps 1",
      "policy /services [\"summarization\",\"extraction\"]",
      "order /steps/1/needs [\"nowhere\"]",
      "order /steps/0/needs [\"summary\"]",
      "agent /services/0/service \"translation\"",
      "policy /vendors [\"lexicon\"]",
      "order /steps/2/maxPrice \"1\"",
      "policy /perOrderCap \"2\"",
      "order /budget \"2\"",
    };
    RefusalCode[] codes = {
      RefusalCode.PAST_DEADLINE,
      RefusalCode.UNKNOWN_TENANT,
      RefusalCode.TENANT_SUSPENDED,
      RefusalCode.UNKNOWN_POLICY,
      RefusalCode.POLICY_MAX_STEPS,
      RefusalCode.POLICY_SERVICE,
      RefusalCode.UNKNOWN_STEP,
      RefusalCode.CYCLIC_STEPS,
      RefusalCode.UNKNOWN_SERVICE,
      RefusalCode.POLICY_VENDOR,
      RefusalCode.NO_VENDOR,
      RefusalCode.POLICY_ORDER_CAP,
      RefusalCode.BUDGET_TOO_SMALL,
    };
    for (int i = 0; i < faults.length; i++) {
      PlanDecision decision =
          decide(String.join("; ", Arrays.copyOfRange(faults, i, faults.length)));
      assertThat(((PlanDecision.Refused) decision).code()).isEqualTo(codes[i]);
    }
    Set<RefusalCode> here = EnumSet.copyOf(Arrays.asList(codes));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(here)))
        .containsExactly(RefusalCode.POLICY_DAY_CAP);
  }

  @Test
  void oneMillisecondBeforeTheDeadlineIsInTime() {
    assertThat(decide("order /deadline \"1767575000001\""))
        .isInstanceOf(PlanDecision.Planned.class);
  }

  @Test
  void feeIsRoundedDownAndInsideOfThePrice() {
    PlanDecision.Planned planned =
        (PlanDecision.Planned) decide("policy /feeBps 9999; agent /services/0/price \"3\"");

    assertThat(planned.plan().steps().getFirst().fee()).isEqualTo("2");
    assertThat(planned.plan().steps().getFirst().vendorCredit()).isEqualTo("1");
  }
}

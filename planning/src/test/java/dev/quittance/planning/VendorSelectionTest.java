package dev.quittance.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.planning.document.Agent;
import dev.quittance.planning.document.AgentService;
import dev.quittance.planning.document.CanonicalJson;
import dev.quittance.planning.document.Examples;
import dev.quittance.planning.document.OrderStep;
import dev.quittance.planning.document.StepInput;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VendorSelectionTest {
  private static final OrderStep STEP =
      new OrderStep(
          "main", "extraction", new StepInput.Inline(new CanonicalJson("null")), null, null, null);

  private static AgentService offer(String price, int etaMs, int confidencePpm, int safetyPpm) {
    return new AgentService(
        "extraction",
        "builtin/extraction",
        new BigInteger(price),
        etaMs,
        confidencePpm,
        safetyPpm,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    // price, eta, confidence, safety, bench, slo, score
    "0,       0,     1000000, 1000000, 200000, 3000, 1000000",
    "200000,  3000,  0,       0,       200000, 3000, 0",
    "900000,  90000, 900000,  950000,  200000, 3000, 460000",
    "100000,  1500,  900000,  950000,  200000, 3000, 710000",
    "120000,  400,   900000,  950000,  240000, 2500, 778000",
    // 0.30·2/3 + 0.20·2/3 = 0.3333…: exact thirds are rounded once, so not 199999 + 133333
    "1,       1,     0,       0,       3,      3,    333333",
    "2,       1,     0,       0,       3,      3,    233333",
    // 0.3·10⁻⁶ + 0.2·10⁻⁶ + 0.5: halves below one are only dropped after the sum
    "1,       1,     1,       1,       2,      2,    250000",
    "1,       1,     2,       2,       2,      2,    250001",
    "340282366920938463463374607431768211455, 1, 0, 0, 1, 2, 100000",
  })
  void scoreIsTheUtilityInPpm(
      String price, int eta, int confidence, int safety, String bench, int slo, int score) {
    assertThat(
            VendorSelection.scorePpm(
                offer(price, eta, confidence, safety), new BigInteger(bench), slo))
        .isEqualTo(score);
  }

  /** All agents score alike in the rows where score is not what decides. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // id, address's first byte, price, eta, confidence
        "a 11 100000 1500 900000 | b 22 100000 1500 900004 | b", // higher score although b comes
        // later
        "a 11 500000 1500 900000 | b 22 400000 1500 900000 | b", // above the bench all prices score
        // 0: lower price
        "a 11 100000 9000 900000 | b 22 100000 8000 900000 | b", // above the slo all times score 0:
        // lower eta
        "a ff 100000 1500 900000 | b 7f 100000 1500 900000 | b", // lower address, unsigned
        "b 11 100000 1500 900000 | a 11 100000 1500 900000 | a", // one address for two agents:
        // lower id
      })
  void tiesAreBroken(String first, String second, String winner) {
    Catalogue catalogue = Catalogue.EMPTY.foldAgent(0, agent(first)).foldAgent(1, agent(second));

    Selection selection = VendorSelection.select(STEP, Examples.policy(), allow(catalogue));

    assertThat(((Selection.Selected) selection).agent().document().id())
        .isEqualTo(winner.equals("a") ? "lexicon" : "scribe");
  }

  private static Catalogue allow(Catalogue catalogue) {
    assertThat(catalogue.agents().keySet()).allMatch(Examples.policy()::allowsVendor);
    return catalogue;
  }

  private static Agent agent(String text) {
    String[] parts = text.split(" ", -1);
    String id = parts[0].equals("a") ? "lexicon" : "scribe";
    AgentService offer =
        offer(parts[2], Integer.parseInt(parts[3]), Integer.parseInt(parts[4]), 950_000);
    return new Agent(id, id, "0x" + parts[1] + "0".repeat(38), Agent.Status.ACTIVE, List.of(offer));
  }

  @Test
  void closePricesAreNotCut() {
    Catalogue catalogue =
        Catalogue.EMPTY
            .foldAgent(0, agent("a 11 100000 1500 900000"))
            .foldAgent(1, agent("b 22 101000 1500 900000"));

    Selection.Selected selected =
        (Selection.Selected) VendorSelection.select(STEP, Examples.policy(), catalogue);

    assertThat(selected.offer().price()).isEqualTo("100000");
  }
}

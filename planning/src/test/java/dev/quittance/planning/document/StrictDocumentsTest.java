package dev.quittance.planning.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StrictDocumentsTest {
  private static List<Problem> problems(Parsed<?> parsed) {
    assertThat(parsed).isInstanceOf(Parsed.Bad.class);
    return ((Parsed.Bad<?>) parsed).problems();
  }

  private static Parsed<Order> order(String json) {
    return Order.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "order  | /budget          | 12             | /budget          | is the number 12; expected an amount",
        "order  | /budget          | -              | /budget          | is missing; expected an amount",
        "order  | /budget          | \"340282366920938463463374607431768211456\" | /budget | is too large",
        "order  | /deadline        | \"9223372036854775808\" | /deadline | is too large",
        "order  | /format          | \"quittance-order/v2\" | /format | expected \"quittance-order/v1\"",
        "order  | /colour          | \"red\"        | /colour          | is unknown; expected only the members asset",
        "order  | /a~1b            | 1              | /a~1b            | is unknown",
        "order  | /steps/0/colour  | 1              | /steps/0/colour  | is unknown",
        "order  | /steps/0         | 7              | /steps/0         | is the number; expected an object",
        "order  | /steps           | {}             | /steps           | is an object; expected a list of 1 to 32",
        "order  | /steps/1/name    | \"facts\"      | /steps           | has two steps named facts",
        "order  | /steps/0/input   | -              | /steps/0/input   | is missing; expected input (any JSON value) or inputRef",
        "order  | /steps/1/input   | null           | /steps/1/inputRef| stands beside input",
        "order  | /steps/2/needs/0 | true           | /steps/2/needs/0 | is the boolean true; expected a step name",
        "order  | /steps/2/vendors | [\"a\",\"a\"] | /steps/2/vendors/1 | repeats a",
        "order  | /steps/0/input   | 9007199254740993 | /steps/0/input | more digits than a double holds",
        "order  | /steps/0/input   | 1e999          | /steps/0/input   | more digits than a double holds",
        "order  | /steps/0/input/x | 0.1234567890123456789 | /steps/0/input/x | more digits than a double holds",
        "order  | /steps/0/input   | \"\\ud800\"    | /steps/0/input   | unpaired surrogate",
        "agent  | /services/1/service | \"extraction\" | /services     | offers extraction twice",
        "agent  | /services/0/etaMs | -1            | /services/0/etaMs | expected a whole number from 0",
        "agent  | /status          | \"ACTIVE\"     | /status          | expected \"active\" or \"retired\"",
        "policy | /benchPrices     | 5              | /benchPrices     | is the number; expected an object",
        "policy | /benchPrices/extraction | \"0\"   | /benchPrices/extraction | is not positive",
        "tenant | /apiKeyHashes/0  | \"secret\"     | /apiKeyHashes/0  | expected a hash",
        "plan   | /total           | \"350001\"     | /total           | expected the sum of the prices, 350000",
        "plan   | /budget          | \"1\"          | /total           | is above the budget",
        "plan   | /steps/1/index   | 2              | /steps           | step 1 has index 2; expected index 1",
        "plan   | /steps/0/fee     | \"120001\"     | /steps           | step 0 has a fee above its price",
        "plan   | /steps/2/needs   | [1,0]          | /steps           | step 2 has needs [1, 0]",
        "plan   | /steps/0/needs   | [3]            | /steps           | step 0 has needs [3]",
        "plan   | /steps/0/needs   | [0]            | /steps           | step 0 has needs [0]",
      })
  void problemNamesThePlaceAndWhatIsExpected(
      String kind, String pointer, String value, String where, String what) {
    // readTree of the edit would lose digits, so numbers go in as text
    String edited = Examples.edited(kind, pointer, "\"@\"").replace("\"@\"", value);
    String json = "-".equals(value) ? Examples.edited(kind, pointer, "-") : edited;

    List<Problem> problems = problems(Examples.parse(kind, json.getBytes(StandardCharsets.UTF_8)));

    assertThat(problems)
        .anySatisfy(problem -> {
          assertThat(problem.pointer()).isEqualTo(where);
          assertThat(problem.toString()).contains(what);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "null",
        "{} {}",
        "{}x",
        "{\"format\":\"quittance-order/v1\",\"format\":\"quittance-order/v1\"}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "// c\n{}",
        "\uFEFF{}",
        "{\"a\":1,}"
      })
  void textThatIsNoStrictJsonObjectIsRefused(String text) {
    assertThat(problems(order(text))).isNotEmpty();
  }

  @Test
  void repeatedMemberIsNamed() {
    String twice =
        Examples.text("order.example.json")
            .replaceFirst("\"budget\"", "\"budget\": \"1\", \"budget\"");

    assertThat(problems(order(twice)).getFirst().toString()).contains("budget").contains("line 7");
  }

  @Test
  void depthAndSizeAreLimited() {
    String deep = "[".repeat(40) + "]".repeat(40);
    assertThat(problems(order(Examples.edited("order", "/steps/0/input", deep)))).hasSize(1);
    String fits = "[".repeat(Limits.DEPTH - 3) + "]".repeat(Limits.DEPTH - 3);
    assertThat(order(Examples.edited("order", "/steps/0/input", fits)))
        .isInstanceOf(Parsed.Ok.class);

    String large = "\"" + "x".repeat(Limits.ORDER_INPUT_BYTES) + "\"";
    assertThat(
            problems(order(Examples.edited("order", "/steps/0/input", large)))
                .getFirst()
                .toString())
        .contains("bytes of inline input")
        .contains("inputRef");
    assertThat(problems(Order.parse(new byte[Limits.DOCUMENT_BYTES + 1])).getFirst().found())
        .isEqualTo("has 65537 bytes");
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] bytes = Examples.file("order.example.json");
    bytes[20] = (byte) 0xC3;

    assertThat(problems(Order.parse(bytes)).getFirst().found()).isEqualTo("is not UTF-8");
  }

  @Test
  void reportsManyProblemsButNotWithoutEnd() {
    StringBuilder members = new StringBuilder("{");
    for (int i = 0; i < 100; i++) {
      members.append("\"m").append(i).append("\":1,");
    }

    assertThat(problems(order(members + "\"n\":1}"))).hasSize(Limits.PROBLEMS);
  }

  @Test
  void tenancyLogHoldsTenantsAndPoliciesOnly() {
    assertThat(TenancyDocument.parse(Examples.file("tenant.example.json")).orThrow())
        .isEqualTo(Examples.tenant());
    assertThat(TenancyDocument.parse(Examples.file("policy.example.json")).orThrow())
        .isEqualTo(Examples.policy());
    assertThat(
            problems(TenancyDocument.parse(Examples.file("agent.example.json")))
                .getFirst()
                .pointer())
        .isEqualTo("/format");
    assertThat(problems(TenancyDocument.parse("7".getBytes(StandardCharsets.UTF_8)))).hasSize(1);
  }

  @Test
  void absentOptionalMembersHaveDefaultsThatAreNotWritten() {
    Agent agent = Examples.agent();
    AgentService extraction = agent.offer("extraction").orElseThrow();

    assertThat(extraction.confidencePpmOrDefault()).isEqualTo(900_000);
    assertThat(extraction.safetyPpmOrDefault()).isEqualTo(950_000);
    assertThat(extraction.timeoutMsOrDefault()).isEqualTo(60_000);
    assertThat(agent.offer("translation")).isEmpty();

    String bare = Examples.edit(Examples.edited("policy", "/sloMs", "-"), "/benchPrices", "-");
    Policy policy = Policy.parse(bare.getBytes(StandardCharsets.UTF_8)).orThrow();
    assertThat(policy.sloMsOrDefault()).isEqualTo(3_000);
    assertThat(policy.benchPriceOrDefault("extraction")).isEqualTo("200000");
    assertThat(policy.canonical().text()).doesNotContain("sloMs");
  }

  /** Computed with another program (Python's hashlib over the canonical text). */
  @Test
  void idsAreFramedHashes() {
    Order order = Examples.order();
    Hash32 planHash = Examples.plan().hash();

    assertThat(order.orderId())
        .hasToString("0x5aea97c0ce18afd06289849de7fe7e22b7dafa8d319d66ebb80181afa84abe21");
    assertThat(order.requestId())
        .hasToString("0x923652e51aa444e24a488111a19a00d8bbd37574f72da85a14266a7a7fba2a16");
    assertThat(Plan.stepId(planHash, 0))
        .hasToString("0xbe6357e72b4804f1739134c931e12e711503c86ec0bec59b1124937f2ab6acfb");
    assertThat(Plan.stepId(planHash, 2))
        .hasToString("0x00e3ccab3316f9e88e25da43b6499e44591f5f4185737404258977fbac71100c");
  }
}

package dev.quittance.market.gigent.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.quittance.market.gigent.yaml.GigentAgent.Format;
import dev.quittance.market.gigent.yaml.GigentAgent.Gig;
import dev.quittance.market.gigent.yaml.GigentAgent.LogLevel;
import dev.quittance.market.gigent.yaml.GigentAgent.Price;
import dev.quittance.market.gigent.yaml.GigentAgent.Tier;
import dev.quittance.market.gigent.yaml.GigentAgentFile.Invalid;
import dev.quittance.market.gigent.yaml.GigentAgentFile.Loaded;
import dev.quittance.platform.config.ConfigProblem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GigentAgentFileTest {
  private static final Path FILE = Path.of("gigent-agent.yaml");
  private static final Map<String, String> KEY = Map.of("MY_KEY", "sk-local");
  private static final String SMALLEST =
      """
      agent: { name: Lumen }
      owner: { wallet: "0x00000000000000000000000000000000000A11ce" }
      execution: { provider: anthropic, model: m }
      """;

  @TempDir Path folder;

  @Test
  void everyKeyIsRead() {
    Loaded loaded = (Loaded) parse(resource("every-key.yaml"), KEY);
    GigentAgent agent = loaded.agent();

    assertThat(loaded.open()).isEmpty();
    assertThat(agent.agent())
        .isEqualTo(
            new GigentAgent.Profile(
                "Lumen Writer",
                "Writes what you order",
                "writing",
                List.of("writing", "2026", "fast")));
    assertThat(agent.wallet()).isEqualTo("0x00000000000000000000000000000000000A11ce");
    assertThat(agent.runtime()).isEqualTo(new GigentAgent.OrderTaking(5, false, 7));
    assertThat(agent.execution())
        .isEqualTo(
            new GigentAgent.Execution(
                GigentAgent.Provider.OPENAI,
                "gpt-4o-mini",
                new ApiKey.InVariable("MY_KEY"),
                "You write.\nNothing else.\n",
                2048,
                0.2));
    assertThat(agent.delivery()).isEqualTo(new GigentAgent.Delivery(Format.JSON, false));
    assertThat(agent.heartbeat()).isEqualTo(new GigentAgent.Heartbeat(false, 60));
    assertThat(agent.logLevel()).isEqualTo(LogLevel.DEBUG);
  }

  @Test
  void gigsHaveTheirPricesAndTakeOverWhatTheyLeaveOut() {
    List<Gig> gigs = ((Loaded) parse(resource("every-key.yaml"), KEY)).agent().gigs();
    Gig article = gigs.getFirst();
    Gig summary = gigs.getLast();

    assertThat(gigs).hasSize(2);
    assertThat(article.category()).isEqualTo("content");
    assertThat(article.subcategory()).contains("articles");
    assertThat(article.tags()).containsExactly("article", "blog");
    assertThat(article.maxRevisions()).isEqualTo(3);
    assertThat(article.pricing())
        .isEqualTo(
            Map.of(
                Tier.BASIC, new Price(new BigDecimal("5"), "short", 2),
                Tier.STANDARD, new Price(new BigDecimal("12.345678"), "longer", 4),
                Tier.PREMIUM, new Price(new BigDecimal("25.5"), "long", 6)));
    assertThat(article.exampleInput().orElseThrow().toString())
        .isEqualTo("{\"topic\":\"x\",\"n\":3}");
    assertThat(article.exampleOutput().orElseThrow().asString()).isEqualTo("# X");
    assertThat(summary.category()).isEqualTo("writing");
    assertThat(summary.maxRevisions()).isEqualTo(1);
    assertThat(summary.pricing().get(Tier.BASIC))
        .isEqualTo(new Price(new BigDecimal("0.5"), "Of any text", 1));
    assertThat(summary.pricing())
        .hasEntrySatisfying(Tier.STANDARD, price -> assertThat(price.deliveryDays()).isEqualTo(2))
        .hasEntrySatisfying(Tier.PREMIUM, price -> assertThat(price.deliveryDays()).isEqualTo(3));
  }

  @Test
  void whatIsLeftOutHasTheirDefaults() {
    GigentAgent agent = ((Loaded) parse(SMALLEST, Map.of("ANTHROPIC_API_KEY", "sk-ant-x"))).agent();

    assertThat(agent.runtime()).isEqualTo(new GigentAgent.OrderTaking(10, true, 3));
    assertThat(agent.execution().maxTokens()).isEqualTo(4096);
    assertThat(agent.execution().temperature()).isEqualTo(0.7);
    assertThat(agent.execution().apiKey()).isEqualTo(new ApiKey.InVariable("ANTHROPIC_API_KEY"));
    assertThat(agent.delivery()).isEqualTo(new GigentAgent.Delivery(Format.MARKDOWN, true));
    assertThat(agent.heartbeat()).isEqualTo(new GigentAgent.Heartbeat(true, 30));
    assertThat(agent.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(agent.gigs()).isEmpty();
  }

  @Test
  void emptySectionsAndKeysHaveTheirDefaultsToo() {
    String text = SMALLEST + "runtime:\ndelivery:\n  format:\n  # auto_deliver: false\n";

    assertThat(((Loaded) parse(text, KEY)).agent().delivery())
        .isEqualTo(new GigentAgent.Delivery(Format.MARKDOWN, true));
  }

  @Test
  void aKeyThatIsNotSetIsOpenUnlessAnotherServerIsSet() {
    String text = resource("every-key.yaml");

    assertThat(((Loaded) parse(text, Map.of())).open())
        .extracting(ConfigProblem::toString)
        .containsExactly(
            "gigent-agent.yaml:36:12: /execution/api_key: needs the environment variable MY_KEY,"
                + " which is not set; export it before `quittance agent run`");
    assertThat(((Loaded) parse(text, Map.of("OPENAI_BASE_URL", "http://127.0.0.1:1/v1"))).open())
        .isEmpty();
  }

  @Test
  void aKeyInTheFileIsTakenAndNeverShown() {
    String text = resource("every-key.yaml").replace("${MY_KEY}", "sk-planted-secret");
    GigentAgent agent = ((Loaded) parse(text, Map.of())).agent();
    Invalid broken =
        (Invalid)
            parse(
                text.replace("  model: gpt-4o-mini", "  mood: 1")
                    .replace("json", "sk-planted-secret"),
                KEY);

    assertThat(((ApiKey.InFile) agent.execution().apiKey()).reveal())
        .isEqualTo("sk-planted-secret");
    assertThat(agent.toString()).doesNotContain("planted");
    assertThat(broken.toString()).contains("/execution/mood").doesNotContain("planted");
  }

  @Test
  void theTemplateNeedsNoMoreThanAKeyAndAWallet() throws Exception {
    Path file = folder.resolve("gigent-agent.yaml");
    Files.writeString(file, GigentAgentFile.template("My Writer"));
    Loaded fresh = (Loaded) GigentAgentFile.load(file, Map.of());
    Files.writeString(file, Files.readString(file).replace("0".repeat(40), "7".repeat(40)));
    Loaded settled = (Loaded) GigentAgentFile.load(file, Map.of("ANTHROPIC_API_KEY", "sk-ant"));

    assertThat(fresh.open())
        .extracting(ConfigProblem::pointer)
        .containsExactly("/owner/wallet", "/execution/api_key");
    assertThat(settled.open()).isEmpty();
    assertThat(settled.agent().agent().name()).isEqualTo("My Writer");
    assertThat(settled.agent().gigs().getFirst().pricing()).hasSize(3);
  }

  @Test
  void filesThatCanNotBeReadSayWhatToDo() throws Exception {
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThat(GigentAgentFile.load(folder.resolve("none"), Map.of()).toString())
        .contains("there is no such file; write one with `quittance agent init`");
    assertThat(GigentAgentFile.load(binary, Map.of()).toString()).contains("is not UTF-8 text");
    assertThat(parse("- a\n- b\n", Map.of()).toString()).contains("the file is no mapping");
    assertThat(parse("", Map.of()).toString()).contains("/agent/name").contains("/owner/wallet");
  }

  @ParameterizedTest(name = "{0} => {1}")
  @MethodSource("variants")
  void everyFaultHasItsPlaceAndAdvice(Variant variant) {
    String base = resource("every-key.yaml");
    String text = base.replace(variant.part(), variant.by());

    assertThat(text).isNotEqualTo(base);
    assertThat(parse(text, KEY))
        .isInstanceOfSatisfying(
            Invalid.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(ConfigProblem::toString)
                    .containsExactlyElementsOf(variant.problems()));
  }

  record Variant(String part, String by, List<String> problems) {
    @Override
    public String toString() {
      return part.strip() + " => " + by.strip();
    }
  }

  /** Blocks of a replacement and the problems that it makes. */
  static Stream<Variant> variants() {
    return Arrays.stream(resource("broken-variants.txt").split("\n\n"))
        .map(block -> {
          List<String> lines = block.strip().lines().toList();
          String[] change = lines.getFirst().split("»", -1);
          List<String> problems =
              lines.stream().skip(1).map(line -> "gigent-agent.yaml:" + line.strip()).toList();
          return new Variant(
              change[1].replace("\\n", "\n"), change[2].replace("\\n", "\n"), problems);
        });
  }

  private static GigentAgentFile.Outcome parse(String text, Map<String, String> environment) {
    return GigentAgentFile.parse(FILE, text, environment);
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(GigentAgentFileTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

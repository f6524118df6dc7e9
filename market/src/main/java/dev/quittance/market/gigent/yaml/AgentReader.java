package dev.quittance.market.gigent.yaml;

import dev.quittance.market.gigent.yaml.GigentAgent.Delivery;
import dev.quittance.market.gigent.yaml.GigentAgent.Execution;
import dev.quittance.market.gigent.yaml.GigentAgent.Format;
import dev.quittance.market.gigent.yaml.GigentAgent.Gig;
import dev.quittance.market.gigent.yaml.GigentAgent.Heartbeat;
import dev.quittance.market.gigent.yaml.GigentAgent.LogLevel;
import dev.quittance.market.gigent.yaml.GigentAgent.OrderTaking;
import dev.quittance.market.gigent.yaml.GigentAgent.Price;
import dev.quittance.market.gigent.yaml.GigentAgent.Profile;
import dev.quittance.market.gigent.yaml.GigentAgent.Tier;
import dev.quittance.platform.config.ConfigProblem;
import dev.quittance.platform.config.Suggestion;
import dev.quittance.platform.config.YamlTree;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes an agent of a tree; used once, by one thread. */
final class AgentReader {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final String NOBODY = "0x" + "0".repeat(40);
  private static final String SOME_WALLET = "\"0x\" and 40 hex digits in quotes";
  private static final String DEFAULT_CATEGORY = "general";
  private static final BigDecimal MOST_EXPENSIVE = BigDecimal.valueOf(1_000_000);
  private static final int USDC_DIGITS = 6;

  private final YamlTree tree;
  private final Map<String, String> environment;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> open = new ArrayList<>();

  AgentReader(YamlTree tree, Map<String, String> environment) {
    this.tree = tree;
    this.environment = environment;
  }

  /** What makes the file useless. */
  List<ConfigProblem> problems() {
    return problems;
  }

  /** What keeps the agent from running. */
  List<ConfigProblem> open() {
    return open;
  }

  GigentAgent read() {
    if (!tree.root().isObject()) {
      problems.add(
          new ConfigProblem(
              tree.valuePlace(""),
              "",
              "the file is no mapping; expected sections " + String.join(", ", Keys.in(""))));
    }
    Section file = new Section(tree, "", "", tree.root(), problems);
    Profile agent = profile(file.section("agent", "agent"));
    Section heartbeat = file.section("heartbeat", "heartbeat");
    return new GigentAgent(
        agent,
        wallet(file.section("owner", "owner")),
        gigs(file, agent.category()),
        runtime(file.section("runtime", "runtime")),
        execution(file.section("execution", "execution")),
        delivery(file.section("delivery", "delivery")),
        new Heartbeat(
            heartbeat.flag("enabled", true), heartbeat.integer("interval_seconds", 1, 3600, 30)),
        file.section("logging", "logging")
            .choice("level", List.of(LogLevel.values()), LogLevel::key, LogLevel.INFO));
  }

  private static Profile profile(Section agent) {
    return new Profile(
        agent.required("name", "My Writing Agent"),
        agent.text("description").orElse(""),
        agent.text("category").orElse(DEFAULT_CATEGORY),
        agent.texts("tags"));
  }

  private String wallet(Section owner) {
    String text = owner.required("wallet", SOME_WALLET);
    Matcher variable = VARIABLE.matcher(text);
    String wallet = variable.matches() ? environment.getOrDefault(variable.group(1), "") : text;
    if (wallet.isEmpty() && variable.matches()) {
      open.add(owner.problem("wallet", unset(variable.group(1))));
    } else if (!text.isBlank() && !wallet.matches("0x[0-9a-fA-F]{40}")) {
      owner.wrong("wallet", "is no address; " + walletAdvice(wallet));
    } else if (wallet.equals(NOBODY)) {
      open.add(
          owner.problem("wallet", "is nobody's address; put the address there that shall be paid"));
    }
    return wallet;
  }

  private static String walletAdvice(String wallet) {
    String expected = "expected 0x and 40 hex digits";
    if (wallet.matches("[0-9a-fA-F]{40}")) {
      return expected + "; did you mean 0x" + wallet + "?";
    }
    String digits = wallet.startsWith("0x") ? wallet.substring(2) : wallet;
    return digits.matches("[0-9a-fA-F]*")
        ? expected + ", and there are " + digits.length()
        : expected;
  }

  private List<Gig> gigs(Section file, String category) {
    List<Gig> gigs = new ArrayList<>();
    Set<String> titles = new HashSet<>();
    for (Section gig : file.sections("gigs", "gigs[]")) {
      Gig read = gig(gig, category);
      if (!read.title().isBlank() && !titles.add(read.title())) {
        gig.wrong(
            "title",
            "stands here again; gigs are known by their titles, expected another one for each");
      }
      gigs.add(read);
    }
    return gigs;
  }

  private static Gig gig(Section gig, String category) {
    String description = gig.required("description", "What a buyer gets");
    return new Gig(
        gig.required("title", "Write an article"),
        description,
        gig.text("category").orElse(category),
        gig.text("subcategory"),
        gig.texts("tags"),
        pricing(gig, description),
        gig.integer("max_revisions", 0, 100, 1),
        gig.any("example_input"),
        gig.any("example_output"));
  }

  private static Map<Tier, Price> pricing(Section gig, String description) {
    Map<Tier, Price> prices = new EnumMap<>(Tier.class);
    Section pricing = gig.section("pricing", "gigs[].pricing");
    if (!pricing.has(Tier.BASIC.key())) {
      pricing.missing(Tier.BASIC.key(), "{ price: 5 }");
    }
    for (Tier tier : Tier.values()) {
      if (pricing.has(tier.key())) {
        Section section = pricing.section(tier.key(), "gigs[].pricing." + tier.key());
        prices.put(tier, price(section, tier, description));
      }
    }
    return prices;
  }

  private static Price price(Section section, Tier tier, String description) {
    if (!section.has("price")) {
      section.missing("price", "5");
    }
    return new Price(
        section
            .number("price", BigDecimal.ZERO, MOST_EXPENSIVE, USDC_DIGITS)
            .orElse(BigDecimal.ZERO),
        section.text("description").orElse(description),
        section.integer("delivery_days", 1, 365, tier.defaultDays()));
  }

  private static OrderTaking runtime(Section runtime) {
    return new OrderTaking(
        runtime.integer("poll_interval_seconds", 1, 3600, 10),
        runtime.flag("auto_accept", true),
        runtime.integer("max_concurrent_orders", 1, 10_000, 3));
  }

  private static Delivery delivery(Section delivery) {
    return new Delivery(
        delivery.choice("format", List.of(Format.values()), Format::key, Format.MARKDOWN),
        delivery.flag("auto_deliver", true));
  }

  private Execution execution(Section execution) {
    GigentAgent.Provider provider =
        execution.choice(
            "provider", List.of(GigentAgent.Provider.values()), GigentAgent.Provider::key, null);
    return new Execution(
        provider,
        execution.required(
            "model", provider == GigentAgent.Provider.OPENAI ? "gpt-4o" : "claude-sonnet-4-5"),
        apiKey(execution, provider),
        execution.text("system_prompt").orElse(""),
        execution.integer("max_tokens", 1, 1_000_000, 4096),
        temperature(execution, provider));
  }

  private static double temperature(Section execution, GigentAgent.Provider provider) {
    BigDecimal most = provider == GigentAgent.Provider.OPENAI ? BigDecimal.TWO : BigDecimal.ONE;
    return execution
        .number("temperature", BigDecimal.ZERO, most, 4)
        .map(BigDecimal::doubleValue)
        .orElse(0.7);
  }

  /** Its value is in no message, whatever stands there. */
  private ApiKey apiKey(Section execution, GigentAgent.Provider provider) {
    Optional<String> text = execution.any("api_key").map(node -> node.asString(""));
    Matcher variable = VARIABLE.matcher(text.orElse("").strip());
    if (variable.matches()) {
      return inVariable(execution, variable.group(1), provider);
    }
    if (text.isEmpty() || text.get().isBlank()) {
      return inVariable(execution, provider.keyVariable(), provider);
    }
    if (text.get().contains("${") || text.get().startsWith("$")) {
      String name = text.get().replaceAll("[^A-Za-z0-9_]", "");
      execution.wrong(
          "api_key", "is no name of a variable; did you mean ${" + named(name, provider) + "}?");
    } else if (!text.get().chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      execution.wrong("api_key", "holds characters that no key has; expected ASCII without spaces");
    }
    return new ApiKey.InFile(text.get());
  }

  /** Only a name that is nearly the usual one is repeated: another may be part of a key. */
  private static String named(String name, GigentAgent.Provider provider) {
    return Suggestion.nearest(name, List.of(provider.keyVariable())).orElse(provider.keyVariable());
  }

  /** A local server, to which the variable for URLs leads, often wants no key. */
  private ApiKey inVariable(Section execution, String variable, GigentAgent.Provider provider) {
    boolean isSet = !environment.getOrDefault(variable, "").isBlank();
    boolean isElsewhere = !environment.getOrDefault(provider.urlVariable(), "").isBlank();
    if (!isSet && !isElsewhere) {
      open.add(execution.problem("api_key", unset(variable)));
    }
    return new ApiKey.InVariable(variable);
  }

  private static String unset(String variable) {
    return "needs the environment variable "
        + variable
        + ", which is not set; export it before `quittance agent run`";
  }
}

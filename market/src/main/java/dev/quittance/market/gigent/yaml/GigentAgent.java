package dev.quittance.market.gigent.yaml;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a {@code gigent-agent.yaml} says, with the defaults of Gigent's own runtime filled in.
 *
 * @param wallet the owner's address, 0x and 40 hex digits
 */
public record GigentAgent(
    Profile agent,
    String wallet,
    List<Gig> gigs,
    OrderTaking runtime,
    Execution execution,
    Delivery delivery,
    Heartbeat heartbeat,
    LogLevel logLevel) {

  public GigentAgent {
    gigs = List.copyOf(gigs);
  }

  /** How the agent presents itself. */
  public record Profile(String name, String description, String category, List<String> tags) {
    public Profile {
      tags = List.copyOf(tags);
    }
  }

  /**
   * A service that it offers.
   *
   * @param category the agent's own unless the gig has one
   * @param pricing at least {@link Tier#BASIC}
   * @param maxRevisions how often a buyer may ask for a change
   */
  public record Gig(
      String title,
      String description,
      String category,
      Optional<String> subcategory,
      List<String> tags,
      Map<Tier, Price> pricing,
      int maxRevisions,
      Optional<JsonNode> exampleInput,
      Optional<JsonNode> exampleOutput) {
    public Gig {
      tags = List.copyOf(tags);
      pricing = Map.copyOf(pricing);
    }
  }

  /** The sizes in which a gig is sold. */
  public enum Tier {
    /** Every gig has it; a day. */
    BASIC("basic", 1),
    /** Two days. */
    STANDARD("standard", 2),
    /** Three days. */
    PREMIUM("premium", 3);

    private final String key;
    private final int defaultDays;

    Tier(String key, int defaultDays) {
      this.key = key;
      this.defaultDays = defaultDays;
    }

    /** Its name in files and on the wire. */
    public String key() {
      return key;
    }

    int defaultDays() {
      return defaultDays;
    }
  }

  /**
   * What a size costs.
   *
   * @param usdc at most six digits after the point
   * @param deliveryDays until it is due
   */
  public record Price(BigDecimal usdc, String description, int deliveryDays) {}

  /**
   * How orders are taken.
   *
   * @param pollIntervalSeconds between two looks for new orders
   * @param autoAccept whether orders are taken without anybody's approval
   */
  public record OrderTaking(int pollIntervalSeconds, boolean autoAccept, int maxConcurrentOrders) {}

  /**
   * Which model does the work.
   *
   * @param systemPrompt empty for none
   */
  public record Execution(
      Provider provider,
      String model,
      ApiKey apiKey,
      String systemPrompt,
      int maxTokens,
      double temperature) {}

  /** Whose API the model is called by. */
  public enum Provider {
    /** Anthropic's Messages API. */
    ANTHROPIC("anthropic", "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "https://api.anthropic.com"),
    /** OpenAI's chat completions, or those of a compatible server. */
    OPENAI("openai", "OPENAI_API_KEY", "OPENAI_BASE_URL", "https://api.openai.com/v1");

    private final String key;
    private final String keyVariable;
    private final String urlVariable;
    private final String defaultUrl;

    Provider(String key, String keyVariable, String urlVariable, String defaultUrl) {
      this.key = key;
      this.keyVariable = keyVariable;
      this.urlVariable = urlVariable;
      this.defaultUrl = defaultUrl;
    }

    /** Its name in files. */
    public String key() {
      return key;
    }

    /** The environment variable that holds the key when the file has none. */
    public String keyVariable() {
      return keyVariable;
    }

    /** The environment variable that leads to another endpoint. */
    public String urlVariable() {
      return urlVariable;
    }

    /** Where the API is unless the variable says otherwise. */
    public String defaultUrl() {
      return defaultUrl;
    }
  }

  /**
   * How results go out.
   *
   * @param automatic false holds each result until somebody releases it
   */
  public record Delivery(Format format, boolean automatic) {}

  /** In which form a result is delivered. */
  public enum Format {
    MARKDOWN("markdown"),
    JSON("json"),
    TEXT("text");

    private final String key;

    Format(String key) {
      this.key = key;
    }

    /** Its name in files and on the wire. */
    public String key() {
      return key;
    }
  }

  /** How the agent shows that it is there. */
  public record Heartbeat(boolean enabled, int intervalSeconds) {}

  /** How much is logged. */
  public enum LogLevel {
    DEBUG("debug"),
    INFO("info"),
    WARN("warn"),
    ERROR("error");

    private final String key;

    LogLevel(String key) {
      this.key = key;
    }

    /** Its name in files. */
    public String key() {
      return key;
    }
  }
}

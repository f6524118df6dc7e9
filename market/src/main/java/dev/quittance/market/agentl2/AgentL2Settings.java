package dev.quittance.market.agentl2;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A marketplace of kind {@code agentl2}, as the settings define it.
 *
 * @param name the {@code source} of its orders
 * @param tenant in whose name they come
 * @param rpc JSON-RPC endpoints of its chain
 * @param chainId EIP-155 id
 * @param registry the AgentRegistry contract
 * @param marketplace the AgentMarketplace contract
 * @param sellers addresses of our agents
 * @param fromBlock the first block that is read
 * @param confirmations blocks on top of one whose orders are taken
 * @param reorgDepth blocks that a reorg may take at most
 * @param logWindow most blocks of one question for logs
 * @param poll between two looks at the chain
 * @param waitForInput how long a confirmed order waits for its buyer's input
 * @param requireSignedInput whether only the buyer's signature makes an input
 * @param deadlineMargin what an order must have left to be begun, and its result to be sent
 * @param services the line's services by the marketplace's types, where they differ
 * @param form what a step is given
 * @param asset of the line's orders, whose prices are 0
 * @param ipfsGateway where {@code ipfs://} is read; ends in a slash
 * @param allowPrivateAddresses whether services' payloads may be read from this machine's networks
 * @param resultBaseUrl where others reach this process's {@code /v1/results/…}; empty where the
 *     blob store has URIs of its own
 * @param registrations agents and services that are to be on the registry
 */
public record AgentL2Settings(
    String name,
    String tenant,
    List<String> rpc,
    long chainId,
    Address registry,
    Address marketplace,
    Set<Address> sellers,
    long fromBlock,
    int confirmations,
    int reorgDepth,
    long logWindow,
    Duration poll,
    Duration waitForInput,
    boolean requireSignedInput,
    Duration deadlineMargin,
    Map<String, String> services,
    InputForm form,
    String asset,
    String ipfsGateway,
    boolean allowPrivateAddresses,
    Optional<String> resultBaseUrl,
    List<Registration> registrations) {
  /** What a step is given. */
  public enum InputForm {
    /** The input as its buyer put it, or the service's payload. */
    PLAIN,
    /** The body that AgentL2's own executors are sent: the order, and that as its payload. */
    ORDER
  }

  /**
   * An agent that is to be on the registry.
   *
   * @param seller its address
   * @param services what it offers
   */
  public record Registration(
      Address seller, String did, String metadataUri, List<ServiceOffer> services) {
    /** Copies the list. */
    public Registration {
      services = List.copyOf(services);
    }
  }

  /**
   * A service that is to be on the registry.
   *
   * @param type its name there
   * @param pricePerUnit in wei
   */
  public record ServiceOffer(String type, BigInteger pricePerUnit, String metadataUri) {}

  private static final Set<String> KNOWN =
      Set.of(
          "rpc",
          "chainId",
          "registry",
          "marketplace",
          "sellers",
          "fromBlock",
          "confirmations",
          "reorgDepth",
          "logWindow",
          "pollMs",
          "waitForInputMs",
          "requireSignedInput",
          "deadlineMarginMs",
          "services",
          "input",
          "asset",
          "ipfsGateway",
          "allowPrivateAddresses",
          "resultBaseUrl",
          "register");

  /** Copies. */
  public AgentL2Settings {
    rpc = List.copyOf(rpc);
    sellers = Set.copyOf(sellers);
    services = Map.copyOf(services);
    registrations = List.copyOf(registrations);
  }

  /**
   * Reads a section.
   *
   * @throws UnusableSettings that names each faulty member and where it stands
   */
  public static AgentL2Settings of(MarketDefinition definition) {
    Reader reader = new Reader(definition);
    AgentL2Settings settings = reader.read();
    if (!reader.problems.isEmpty()) {
      throw new UnusableSettings(reader.problems);
    }
    return settings;
  }

  private static final class Reader {
    final MarketDefinition definition;
    final ObjectNode section;
    final List<String> problems = new ArrayList<>();

    Reader(MarketDefinition definition) {
      this.definition = definition;
      this.section = definition.settings();
    }

    AgentL2Settings read() {
      for (String member : new TreeSet<>(names(section))) {
        if (!KNOWN.contains(member)) {
          problem("/" + member, "is unknown; known are " + String.join(", ", new TreeSet<>(KNOWN)));
        }
      }
      return new AgentL2Settings(
          definition.name(),
          definition.tenant(),
          urls(),
          number("chainId", 1, Long.MAX_VALUE, -1),
          address("/registry", section.path("registry")),
          address("/marketplace", section.path("marketplace")),
          sellers(),
          number("fromBlock", 0, Long.MAX_VALUE, 0),
          (int) number("confirmations", 0, 10_000, 2),
          (int) number("reorgDepth", 0, 10_000, 64),
          number("logWindow", 1, 1_000_000, 1_000),
          Duration.ofMillis(number("pollMs", 50, 600_000, 1_000)),
          Duration.ofMillis(number("waitForInputMs", 0, 86_400_000, 0)),
          flag("requireSignedInput"),
          Duration.ofMillis(number("deadlineMarginMs", 0, 86_400_000, 10_000)),
          services(),
          form(),
          section.has("asset")
              ? address("/asset", section.path("asset")).toString()
              : Address.ZERO.toString(),
          gateway(),
          flag("allowPrivateAddresses"),
          url("resultBaseUrl").map(AgentL2Settings::withoutSlash),
          registrations());
    }

    private List<String> urls() {
      JsonNode rpc = section.path("rpc");
      List<String> urls = new ArrayList<>();
      (rpc.isArray() ? rpc : List.of(rpc))
          .forEach(url -> {
            if (url.isTextual()
                && OutgoingUrl.parse(url.asText()) instanceof OutgoingUrl.Reading.Usable) {
              urls.add(url.asText());
            } else {
              problem("/rpc", "must be the http(s) URL of a JSON-RPC endpoint, or a list");
            }
          });
      return urls;
    }

    private Set<Address> sellers() {
      Set<Address> sellers = new LinkedHashSet<>();
      JsonNode list = section.path("sellers");
      for (int i = 0; i < list.size(); i++) {
        sellers.add(address("/sellers/" + i, list.path(i)));
      }
      if (sellers.isEmpty()) {
        problem("/sellers", "must list the addresses of the agents whose orders are taken");
      }
      return sellers;
    }

    private Map<String, String> services() {
      Map<String, String> services = new LinkedHashMap<>();
      section
          .path("services")
          .properties()
          .forEach(each -> {
            services.put(each.getKey(), each.getValue().asText());
            if (!each.getValue().asText().matches("[a-z0-9][a-z0-9-]{0,62}")) {
              problem("/services", each.getKey() + " must name a service of the line");
            }
          });
      return services;
    }

    private InputForm form() {
      return switch (section.path("input").asText("plain")) {
        case "plain" -> InputForm.PLAIN;
        case "order" -> InputForm.ORDER;
        default -> {
          problem("/input", "must be plain or order");
          yield InputForm.PLAIN;
        }
      };
    }

    private String gateway() {
      return withoutSlash(url("ipfsGateway").orElse("https://ipfs.io/ipfs")) + "/";
    }

    private List<Registration> registrations() {
      List<Registration> all = new ArrayList<>();
      JsonNode list = section.path("register");
      for (int i = 0; i < list.size(); i++) {
        JsonNode agent = list.path(i);
        String at = "/register/" + i;
        List<ServiceOffer> offers = new ArrayList<>();
        for (int k = 0; k < agent.path("services").size(); k++) {
          JsonNode offer = agent.path("services").path(k);
          String place = at + "/services/" + k;
          offers.add(
              new ServiceOffer(
                  text(place + "/type", offer.path("type")),
                  amount(place + "/pricePerUnit", offer.path("pricePerUnit")),
                  text(place + "/metadataUri", offer.path("metadataUri"))));
        }
        all.add(
            new Registration(
                address(at + "/seller", agent.path("seller")),
                text(at + "/did", agent.path("did")),
                text(at + "/metadataUri", agent.path("metadataUri")),
                offers));
      }
      return all;
    }

    private String text(String pointer, JsonNode node) {
      if (!node.isTextual() || node.asText().getBytes(UTF_8).length > 512) {
        problem(pointer, "must be a text of at most 512 bytes, as the registry takes it");
      }
      return node.asText();
    }

    private BigInteger amount(String pointer, JsonNode node) {
      String digits = node.asText();
      if (!digits.matches("[0-9]{1,78}")) {
        problem(pointer, "must be an amount of wei, in digits");
        return BigInteger.ZERO;
      }
      return new BigInteger(digits);
    }

    private Address address(String pointer, JsonNode node) {
      if (!node.asText().matches("0x[0-9a-fA-F]{40}")) {
        problem(pointer, "must be an address: 0x and 40 hex digits, in quotes");
        return Address.ZERO;
      }
      return Address.fromHex(node.asText());
    }

    private Optional<String> url(String member) {
      if (!section.has(member)) {
        return Optional.empty();
      }
      String text = section.path(member).asText();
      if (OutgoingUrl.parse(text) instanceof OutgoingUrl.Reading.Refused(String reason)) {
        problem("/" + member, "the URL " + reason);
      }
      return Optional.of(text);
    }

    private boolean flag(String member) {
      JsonNode node = section.path(member);
      if (!node.isMissingNode() && !node.isBoolean()) {
        problem("/" + member, "must be true or false");
      }
      return node.asBoolean(false);
    }

    private long number(String member, long least, long most, long otherwise) {
      JsonNode node = section.path(member);
      if (node.isMissingNode() && otherwise >= 0) {
        return otherwise;
      }
      if (!node.isIntegralNumber() || node.asLong() < least || node.asLong() > most) {
        problem("/" + member, "must be a whole number from %d to %d".formatted(least, most));
        return least;
      }
      return node.asLong();
    }

    private void problem(String pointer, String what) {
      problems.add(
          "%s: markets/%s%s %s"
              .formatted(definition.place(pointer), definition.name(), pointer, what));
    }

    private static Set<String> names(ObjectNode node) {
      Set<String> names = new LinkedHashSet<>();
      node.fieldNames().forEachRemaining(names::add);
      return names;
    }
  }

  private static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}

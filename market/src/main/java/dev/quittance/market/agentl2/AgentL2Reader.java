package dev.quittance.market.agentl2;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.quittance.executors.address.OutgoingUrl;
import dev.quittance.market.SectionReader;
import dev.quittance.market.SectionReader.Member;
import dev.quittance.market.agentl2.AgentL2Settings.InputForm;
import dev.quittance.market.agentl2.AgentL2Settings.Registration;
import dev.quittance.market.agentl2.AgentL2Settings.ServiceOffer;
import dev.quittance.platform.stage.MarketDefinition;
import dev.quittance.platform.stage.UnusableSettings;
import dev.quittance.receipts.crypto.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what a section of {@code markets} with kind {@code agentl2} says. */
public final class AgentL2Reader {
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern WEI = Pattern.compile("[0-9]{1,78}");
  private static final int REGISTRY_TEXT_BYTES = 512;
  private static final int MOST_BLOCKS = 10_000;
  private static final long DAY_MS = Duration.ofDays(1).toMillis();
  private static final long LONGEST_POLL_MS = Duration.ofMinutes(10).toMillis();

  private AgentL2Reader() {}

  /**
   * Reads a section.
   *
   * @throws UnusableSettings that names each faulty member and where it stands
   */
  public static AgentL2Settings read(MarketDefinition definition) {
    SectionReader section = new SectionReader(definition);
    requireKnown(section);
    return section.checked(
        new AgentL2Settings(
            definition.name(),
            definition.tenant(),
            endpoints(section.at("rpc")),
            section.at("chainId").number(1, Long.MAX_VALUE),
            section.at("registry").address(),
            section.at("marketplace").address(),
            sellers(section.at("sellers")),
            section.at("fromBlock").number(0, Long.MAX_VALUE, 0),
            (int) section.at("confirmations").number(0, MOST_BLOCKS, 2),
            (int) section.at("reorgDepth").number(0, MOST_BLOCKS, 64),
            section.at("logWindow").number(1, 1_000_000, 1_000),
            Duration.ofMillis(section.at("pollMs").number(50, LONGEST_POLL_MS, 1_000)),
            Duration.ofMillis(section.at("waitForInputMs").number(0, DAY_MS, 0)),
            section.at("requireSignedInput").flag(),
            Duration.ofMillis(section.at("deadlineMarginMs").number(0, DAY_MS, 10_000)),
            services(section.at("services")),
            form(section.at("input")),
            asset(section.at("asset")),
            optionalUrl(section.at("ipfsGateway")).orElse("https://ipfs.io/ipfs") + "/",
            section.at("allowPrivateAddresses").flag(),
            optionalUrl(section.at("resultBaseUrl")),
            registrations(section.at("register"))));
  }

  private static void requireKnown(SectionReader section) {
    section
        .root()
        .mayHave(
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
  }

  /** As they are: a node's path may well end in a slash. */
  private static List<String> endpoints(Member rpc) {
    List<Member> members =
        rpc.node().isArray()
            ? rpc.someElements("at least one URL of a JSON-RPC endpoint")
            : List.of(rpc);
    for (Member member : members) {
      String text = member.node().asText();
      if (!member.node().isTextual()
          || OutgoingUrl.parse(text) instanceof OutgoingUrl.Reading.Refused) {
        member.unexpected("the http(s) URL of a JSON-RPC endpoint, or a list of them");
      }
    }
    return members.stream().map(member -> member.node().asText()).toList();
  }

  private static Set<Address> sellers(Member list) {
    Set<Address> sellers = new LinkedHashSet<>();
    list.someElements("a list with the addresses of the agents whose orders are taken")
        .forEach(seller -> sellers.add(seller.address()));
    return sellers;
  }

  private static Map<String, String> services(Member names) {
    Map<String, String> services = new LinkedHashMap<>();
    names
        .members("a section with the line's services by the marketplace's types")
        .forEach(type -> services.put(type.name(), type.text(SERVICE, "a service of the line")));
    return services;
  }

  private static InputForm form(Member input) {
    return switch (input.node().asText("plain")) {
      case "plain" -> InputForm.PLAIN;
      case "order" -> InputForm.ORDER;
      default -> {
        input.unexpected("plain or order");
        yield InputForm.PLAIN;
      }
    };
  }

  private static String asset(Member asset) {
    return (asset.isThere() ? asset.address() : Address.ZERO).toString();
  }

  private static Optional<String> optionalUrl(Member url) {
    return url.isThere() ? Optional.of(url.url()) : Optional.empty();
  }

  private static List<Registration> registrations(Member agents) {
    return agents.elements("a list of agents with seller, did, metadataUri and services").stream()
        .map(AgentL2Reader::registration)
        .toList();
  }

  private static Registration registration(Member agent) {
    agent.mayHave("seller", "did", "metadataUri", "services");
    return new Registration(
        agent.at("seller").address(),
        registryText(agent.at("did")),
        registryText(agent.at("metadataUri")),
        agent
            .at("services")
            .elements("a list of services with type, pricePerUnit and metadataUri")
            .stream()
            .map(AgentL2Reader::offer)
            .toList());
  }

  private static ServiceOffer offer(Member service) {
    service.mayHave("type", "pricePerUnit", "metadataUri");
    return new ServiceOffer(
        registryText(service.at("type")),
        wei(service.at("pricePerUnit")),
        registryText(service.at("metadataUri")));
  }

  /** In quotes or not: these digits are no float in either case. */
  private static BigInteger wei(Member amount) {
    String digits = amount.node().asText();
    if (!WEI.matcher(digits).matches()) {
      amount.unexpected("an amount of wei, in digits");
      return BigInteger.ZERO;
    }
    return new BigInteger(digits);
  }

  private static String registryText(Member text) {
    if (!text.node().isTextual()
        || text.node().textValue().getBytes(UTF_8).length > REGISTRY_TEXT_BYTES) {
      text.unexpected("a text of at most 512 bytes, as the registry takes it");
    }
    return text.node().asText();
  }
}

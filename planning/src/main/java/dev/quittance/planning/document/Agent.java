package dev.quittance.planning.document;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * {@code quittance-agent/v1}: a vendor, its signing address and what it offers. The latest document
 * of an id is the agent.
 *
 * @param id the agent's id
 * @param name for people, 1 to 128 characters
 * @param address signs its receipts and is paid
 * @param status retired agents get no new work
 * @param services 1 to {@link Limits#AGENT_SERVICES} different services
 */
public record Agent(
    String id, String name, String address, Status status, List<AgentService> services)
    implements Document {
  /** The {@code format} member. */
  public static final String FORMAT = "quittance-agent/v1";

  /** Whether an agent is offered work; in JSON in lower case. */
  public enum Status {
    /** Gets work. */
    ACTIVE,
    /** Gets no new work. */
    RETIRED
  }

  /** Keeps an immutable copy of the services. */
  public Agent {
    services = List.copyOf(services);
  }

  /** Strictly parses UTF-8 JSON. */
  public static Parsed<Agent> parse(byte[] utf8) {
    return DocumentReader.parse(utf8, Agent::read);
  }

  /** Its terms for a service, empty when it does not offer it. */
  public Optional<AgentService> offer(String service) {
    return services.stream().filter(offer -> offer.service().equals(service)).findFirst();
  }

  @Override
  public CanonicalJson canonical() {
    return new ObjectWriter()
        .put("format", FORMAT)
        .put("id", id)
        .put("name", name)
        .put("address", address)
        .put("status", status.name().toLowerCase(Locale.ROOT))
        .objects("services", services.stream().map(AgentService::json).toList())
        .canonical();
  }

  private static Agent read(MemberReader members) {
    members.constant("format", FORMAT);
    Agent agent =
        new Agent(
            members.text("id", Shape.ID),
            members.text("name", Shape.DISPLAY_NAME),
            members.text("address", Shape.ADDRESS),
            members.oneOf("status", Status.values()),
            members.objects("services", 1, Limits.AGENT_SERVICES, AgentService::read));
    Set<String> seen = new HashSet<>();
    for (AgentService offer : agent.services) {
      if (!offer.service().isEmpty() && !seen.add(offer.service())) {
        members.problem("services", "offers " + offer.service() + " twice", "each service once");
      }
    }
    return agent;
  }
}

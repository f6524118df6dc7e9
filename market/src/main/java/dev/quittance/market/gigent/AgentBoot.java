package dev.quittance.market.gigent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.market.gigent.GigentApi.Reply;
import dev.quittance.market.gigent.yaml.GigentAgent;
import dev.quittance.market.gigent.yaml.GigentAgent.Tier;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers an agent once and publishes its gigs once each, however often it is done: what is there
 * already, by the credentials file and by title, stays as it is.
 *
 * <p>Processes on one machine take turns by a lock beside the credentials, or each would register.
 */
final class AgentBoot {
  private static final Logger LOG = LoggerFactory.getLogger(AgentBoot.class);

  private final GigentApi api;
  private final GigentSettings.Agent agent;
  private final InstantSource clock;

  AgentBoot(GigentApi api, GigentSettings.Agent agent, InstantSource clock) {
    this.api = api;
    this.agent = agent;
    this.clock = clock;
  }

  /**
   * Brings the agent's registration and gigs about; returns its credentials.
   *
   * @throws IOException when the back end can't be asked now, or the file can't be used; done
   *     again, it goes on where it was
   */
  Credentials run() throws IOException {
    Path lock = Path.of(agent.credentials() + ".lock");
    Path folder = lock.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = turn(channel)) {
      Credentials credentials = credentials();
      publish(credentials);
      return credentials;
    }
  }

  private static FileLock turn(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock())
          .orElseThrow(() -> new IOException("another process prepares the same agent"));
    } catch (OverlappingFileLockException e) {
      throw new IOException("another part of this process prepares the same agent", e);
    }
  }

  private Credentials credentials() throws IOException {
    Optional<Credentials> known = Credentials.read(agent.credentials());
    if (known.isPresent()) {
      if (api.agent(known.get().agentId()) instanceof Reply.Refused refused) {
        throw new IOException(
            "Gigent does not know agent %s of %s (%d): is it another back end? Move the file away to"
                    .formatted(known.get().agentId(), agent.credentials(), refused.status())
                + " register anew");
      }
      return known.get();
    }
    return switch (api.register(registration(agent.profile()))) {
      case Reply.Ok(JsonNode registered) -> keep(registered);
      case Reply.Refused(int status, String error) ->
          throw new IOException("Gigent registers no agent: " + status + " " + error);
    };
  }

  private Credentials keep(JsonNode registered) throws IOException {
    String id = registered.path("id").asText("");
    String key = registered.path("api_key").asText("");
    if (id.isEmpty() || key.isEmpty()) {
      throw new IOException("Gigent's answer to a registration has no id or no api_key");
    }
    Credentials credentials = new Credentials(id, key, clock.instant().toString());
    credentials.write(agent.credentials());
    LOG.atInfo().addKeyValue("agent", agent.id()).addKeyValue("gigentId", id).log("registered");
    return credentials;
  }

  private void publish(Credentials credentials) throws IOException {
    Set<String> there = titles(credentials.agentId());
    int published = 0;
    for (GigentAgent.Gig gig : agent.profile().gigs()) {
      if (!there.add(gig.title())) {
        continue;
      }
      if (api.postGig(body(gig, credentials.agentId()), credentials.apiKey())
          instanceof Reply.Refused refused) {
        throw new IOException(
            "Gigent does not publish \"%s\": %d %s"
                .formatted(gig.title(), refused.status(), refused.error()));
      }
      published++;
    }
    LOG.atInfo()
        .addKeyValue("agent", agent.id())
        .addKeyValue("published", published)
        .addKeyValue("gigs", there.size())
        .log("its gigs are there");
  }

  /** All titles: a back end gives so many at a time as it likes. */
  private Set<String> titles(String agentId) throws IOException {
    Set<String> titles = new HashSet<>();
    for (int seen = 0; ; ) {
      if (!(api.gigs(agentId, seen) instanceof Reply.Ok(JsonNode page))) {
        throw new IOException("Gigent does not list the agent's gigs");
      }
      JsonNode gigs = page.path("gigs");
      gigs.forEach(gig -> titles.add(gig.path("title").asText("")));
      seen += gigs.size();
      if (gigs.isEmpty() || seen >= page.path("total").asInt(seen)) {
        return titles;
      }
    }
  }

  private static ObjectNode registration(GigentAgent profile) {
    ObjectNode body =
        GigentApi.JSON
            .createObjectNode()
            .put("name", profile.agent().name())
            .put("description", profile.agent().description())
            .put("category", profile.agent().category())
            .put("owner_wallet", profile.wallet());
    body.set("tags", array(profile.agent().tags()));
    return body;
  }

  private static ObjectNode body(GigentAgent.Gig gig, String agentId) throws IOException {
    GigentAgent.Price basic = gig.pricing().get(Tier.BASIC);
    if (basic == null) {
      throw new IOException("gig \"" + gig.title() + "\" has no basic price");
    }
    ObjectNode body =
        GigentApi.JSON
            .createObjectNode()
            .put("agent_id", agentId)
            .put("title", gig.title())
            .put("description", gig.description())
            .put("category", gig.category())
            .put("delivery_time_hours", basic.deliveryDays() * 24)
            .put("max_revisions", gig.maxRevisions());
    gig.subcategory().ifPresent(subcategory -> body.put("subcategory", subcategory));
    body.set("tags", array(gig.tags()));
    for (Tier tier : Tier.values()) {
      GigentAgent.Price price = gig.pricing().get(tier);
      if (price != null) {
        body.put("price_" + tier.key(), price.usdc())
            .put("desc_" + tier.key(), price.description());
      }
    }
    if (gig.exampleInput().isPresent()) {
      body.set("example_input", GigentApi.JSON.readTree(gig.exampleInput().get().toString()));
    }
    if (gig.exampleOutput().isPresent()) {
      body.set("example_output", GigentApi.JSON.readTree(gig.exampleOutput().get().toString()));
    }
    return body;
  }

  private static ArrayNode array(List<String> texts) {
    ArrayNode array = GigentApi.JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }
}

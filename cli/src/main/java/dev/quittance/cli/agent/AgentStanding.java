package dev.quittance.cli.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.http.BlockingHttp;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How an agent stands at Gigent. */
public sealed interface AgentStanding {
  /** Statuses that a seller has to do with, in the order of an order's life. */
  List<String> STATUSES =
      List.of("pending", "accepted", "in_progress", "revision_requested", "delivered", "completed");

  /** It was never registered from here. */
  record Unregistered() implements AgentStanding {}

  /** The back end can't say. */
  record Unknown(String why) implements AgentStanding {}

  /**
   * It is registered.
   *
   * @param agentId at Gigent
   * @param isOnline whether its heartbeat was heard lately
   * @param orders how many there are by status; at most 5000 each
   */
  record Registered(
      String agentId, boolean isOnline, int gigs, Map<String, Integer> orders, boolean isCapped)
      implements AgentStanding {}

  /** Asks the back end. */
  static AgentStanding of(Path credentials, String url, BlockingHttp http) {
    if (!Files.exists(credentials)) {
      return new Unregistered();
    }
    try {
      String id = new ObjectMapper().readTree(credentials.toFile()).path("agent_id").asText("");
      if (id.isEmpty()) {
        return new Unknown(credentials + " holds no agent_id");
      }
      JsonNode agent = get(http, url + "/api/agents/" + id);
      Map<String, Integer> orders = new LinkedHashMap<>();
      boolean isCapped = false;
      for (String status : STATUSES) {
        String list =
            url + "/api/orders?agent_id=" + id + "&role=seller&limit=5000&status=" + status;
        int count = get(http, list).path("orders").size();
        orders.put(status, count);
        isCapped |= count == 5000;
      }
      return new Registered(
          id, agent.path("is_online").asBoolean(), agent.path("gigs").size(), orders, isCapped);
    } catch (JsonProcessingException _) {
      return new Unknown("it answers with something else than JSON");
    } catch (IOException e) {
      return new Unknown(String.valueOf(e.getMessage()));
    }
  }

  private static JsonNode get(BlockingHttp http, String url) throws IOException {
    BlockingHttp.Answer answer = http.send(HttpMethod.GET, url, Map.of(), null);
    if (!answer.isSuccess()) {
      throw new IOException("it answers " + answer.status());
    }
    return new ObjectMapper().readTree(answer.body());
  }
}

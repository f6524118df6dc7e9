package dev.quittance.acceptance.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.schemas.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Schemas that a registry will know under ids that can be told already: what a newer version writes
 * with them, nobody can read until they are registered. The registry counts its ids up.
 */
public final class FutureSchemas {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;
  private final Map<String, String> schemas = new LinkedHashMap<>();
  private final int firstId;

  /** Begins behind the last id of a registry; nobody else may register a schema meanwhile. */
  public FutureSchemas(String registryUrl) {
    this.url = registryUrl;
    this.firstId = 1 + register("{\"type\":\"fixed\",\"size\":1,\"name\":\"" + name() + "\"}");
  }

  /** The id that a topic's next schema will have. */
  public int idOf(Topic<?> topic) {
    try {
      ObjectNode schema = (ObjectNode) JSON.readTree(topic.schema().toString());
      schemas.put(topic.name(), schema.put("doc", "The next version, " + name()).toString());
    } catch (IOException e) {
      throw new AssertionError("not a record's schema: " + topic.name(), e);
    }
    return firstId + schemas.size() - 1;
  }

  /** Registers them all. */
  public void register() {
    int expected = firstId;
    for (Map.Entry<String, String> schema : schemas.entrySet()) {
      assertThat(register(schema.getValue())).as("id of %s", schema.getKey()).isEqualTo(expected++);
    }
  }

  private int register(String schema) {
    ObjectNode body = JSON.createObjectNode().put("artifactId", name()).put("artifactType", "AVRO");
    body.putObject("firstVersion")
        .putObject("content")
        .put("content", schema)
        .put("contentType", "application/json");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/groups/default/artifacts"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      JsonNode version = JSON.readTree(answer.body()).path("version");
      return version.path("contentId").asInt();
    } catch (IOException e) {
      throw new AssertionError("the registry does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static String name() {
    return "n" + UUID.randomUUID().toString().replace("-", "");
  }
}

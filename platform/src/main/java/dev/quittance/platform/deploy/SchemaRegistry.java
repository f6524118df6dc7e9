package dev.quittance.platform.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.BlockingHttp.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An Apicurio registry, as far as deployment needs it (REST API v3). */
final class SchemaRegistry {
  private static final String GROUP = "/groups/default";
  private static final Map<String, String> JSON_BODY = Map.of("content-type", "application/json");
  private static final int ATTEMPTS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlockingHttp http;
  private final String url;

  SchemaRegistry(BlockingHttp http, String url) {
    this.http = http;
    this.url = url;
  }

  /** What registering a schema came to. */
  record Registered(int contentId, String version, boolean isNew) {}

  /** Registers a schema as a version of an artifact, unless it is there already. */
  Registered register(String artifactId, String schema) throws IOException {
    boolean known = get("/artifacts/" + artifactId).status() == 200;
    int versionsBefore = known ? versions(artifactId) : 0;
    Map<String, Object> body =
        Map.of(
            "artifactId",
            artifactId,
            "artifactType",
            "AVRO",
            "firstVersion",
            Map.of("content", Map.of("content", schema, "contentType", "application/json")));
    Answer answer =
        post("/artifacts?ifExists=FIND_OR_CREATE_VERSION", JSON.writeValueAsBytes(body));
    if (!answer.isSuccess()) {
      throw new IOException(refusal(artifactId, answer));
    }
    JsonNode version = JSON.readTree(answer.body()).path("version");
    return new Registered(
        version.path("contentId").asInt(),
        version.path("version").asText(),
        versions(artifactId) > versionsBefore);
  }

  /** Lets an artifact grow only by schemas that all earlier ones can read and be read by. */
  boolean requireFullTransitive(String artifactId) throws IOException {
    Answer answer =
        post(
            "/artifacts/" + artifactId + "/rules",
            "{\"ruleType\":\"COMPATIBILITY\",\"config\":\"FULL_TRANSITIVE\"}"
                .getBytes(StandardCharsets.UTF_8));
    if (!answer.isSuccess() && answer.status() != 409) {
      throw new IOException(refusal(artifactId, answer));
    }
    return answer.isSuccess();
  }

  private int versions(String artifactId) throws IOException {
    Answer answer = get("/artifacts/" + artifactId + "/versions?limit=1");
    return JSON.readTree(answer.body()).path("count").asInt();
  }

  private Answer get(String path) throws IOException {
    return ask(HttpMethod.GET, path, Map.of(), null);
  }

  private Answer post(String path, byte[] body) throws IOException {
    return ask(HttpMethod.POST, path, JSON_BODY, body);
  }

  /**
   * Asks again when no answer comes: every question here may be repeated, and a registry that keeps
   * its data in Kafka can let a write, and the reads behind it, wait for long.
   */
  private Answer ask(
      HttpMethod method, String path, Map<String, String> headers, byte @Nullable [] body)
      throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return http.send(method, url + GROUP + path, headers, body);
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static String refusal(String artifactId, Answer answer) throws IOException {
    JsonNode problem = JSON.readTree(answer.body());
    return "the registry refuses the schema of "
        + artifactId
        + " (HTTP "
        + answer.status()
        + "): "
        + problem.path("title").asText(problem.path("detail").asText(answer.body()));
  }
}

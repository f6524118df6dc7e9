package dev.quittance.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.cli.CommandFailure;
import dev.quittance.cli.ExitCode;
import dev.quittance.platform.http.BlockingHttp;
import dev.quittance.platform.http.BlockingHttp.Answer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The gateway of a line, as a tenant calls it. */
final class Gateway {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TIMEOUT_MS = 30_000;
  private static final String KEY_VARIABLE = "QUITTANCE_API_KEY";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8088",
      description = "The gateway. Default: ${DEFAULT-VALUE}.")
  private String url = "";

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The tenant's API key. Default: the variable "
              + KEY_VARIABLE
              + ", which other users of this machine can't see.")
  private @Nullable String key;

  /**
   * What the gateway answered.
   *
   * @param status HTTP status
   * @param body its JSON
   */
  record Reply(int status, JsonNode body) {
    boolean isSuccess() {
      return status / 100 == 2;
    }

    /** A problem (RFC 9457) in one line, with every field that it names. */
    String problem() {
      List<String> parts = new ArrayList<>();
      parts.add("HTTP " + status);
      parts.add(body.path("detail").asText(body.path("title").asText("no explanation")));
      body.path("errors")
          .forEach(error ->
              parts.add(error.path("pointer").asText() + " " + error.path("detail").asText()));
      return String.join("; ", parts);
    }
  }

  /** Asks for something. */
  Reply get(String path) {
    return send(HttpMethod.GET, path, Map.of(), null);
  }

  /** Sends an order. */
  Reply post(JsonNode order, Optional<String> sourceId) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/json");
    sourceId.ifPresent(
        id -> headers.put("idempotency-key", JsonNodeFactory.instance.textNode(id).toString()));
    return send(
        HttpMethod.POST, "/v1/orders", headers, order.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for something to be done. */
  Reply post(String path, JsonNode body) {
    return send(
        HttpMethod.POST,
        path,
        Map.of("content-type", "application/json"),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Asks for something to be done that needs no words. */
  Reply post(String path) {
    return send(HttpMethod.POST, path, Map.of(), null);
  }

  /** Has something removed. */
  Reply delete(String path) {
    return send(HttpMethod.DELETE, path, Map.of(), null);
  }

  private Reply send(
      HttpMethod method, String path, Map<String, String> headers, byte @Nullable [] body) {
    Map<String, String> all = new TreeMap<>(headers);
    all.put("authorization", "Bearer " + requireKey());
    String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    try (BlockingHttp http = new BlockingHttp(TIMEOUT_MS)) {
      Answer answer = http.send(method, base + path, all, body);
      return new Reply(answer.status(), json(answer.body()));
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.USAGE,
          String.valueOf(e.getMessage()),
          "Check --url, and that 'quittance run ingest' (or 'run all') is at work.");
    }
  }

  private String requireKey() {
    String given = key == null ? System.getenv(KEY_VARIABLE) : key;
    if (given == null || given.isEmpty()) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "there is no API key",
          "Put it into " + KEY_VARIABLE + " or give --key; 'quittance tenants add' makes one.");
    }
    return given;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException _) {
      ObjectNode other = Results.object();
      return other.put("detail", "the answer is no JSON; is this the gateway's address?");
    }
  }
}

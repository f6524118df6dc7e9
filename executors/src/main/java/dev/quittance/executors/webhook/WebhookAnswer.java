package dev.quittance.executors.webhook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executor.api.TaskCall;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads AgentL2's response, {@code {"success","output","error","metadata"}}: pure.
 *
 * <p>What it says beyond that must be true: an order id or hash that names something else is a lie,
 * and nothing of a liar is taken.
 */
sealed interface WebhookAnswer {
  /** The work was done. */
  record Done(JsonNode output, Optional<ObjectNode> metadata) implements WebhookAnswer {}

  /** The vendor says that it was not. */
  record Declined(String error) implements WebhookAnswer {}

  /** It can't be believed, or read. */
  record Unusable(String code, String reason) implements WebhookAnswer {}

  /** Reads the body of a 2xx response. */
  static WebhookAnswer read(String body, TaskCall call) {
    JsonNode answer;
    try {
      answer = Parsing.JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return new Unusable("not-json", "the answer is not JSON, or not all of it");
    }
    if (!(answer instanceof ObjectNode object) || !object.path("success").isBoolean()) {
      return new Unusable(
          "not-an-answer", "the answer is not an object with success as true or false");
    }
    if (!object.path("success").booleanValue()) {
      return new Declined(object.path("error").asText("it gives no reason"));
    }
    if (!object.has("output")) {
      return new Unusable("no-output", "the answer says success and has no output");
    }
    return lie(object, body, call)
        .<WebhookAnswer>map(reason -> new Unusable("untrue-answer", reason))
        .orElseGet(() -> new Done(object.get("output"), metadata(object)));
  }

  private static Optional<ObjectNode> metadata(ObjectNode answer) {
    return answer.get("metadata") instanceof ObjectNode metadata
        ? Optional.of(metadata)
        : Optional.empty();
  }

  /** What the answer says of this call that is not so. */
  private static Optional<String> lie(ObjectNode answer, String body, TaskCall call) {
    if (differs(answer.get("orderId"), call.orderId())) {
      return Optional.of("its orderId is that of another order");
    }
    if (answer.has("idempotencyKey")
        && !answer.path("idempotencyKey").asText().equals(call.idempotencyKey())) {
      return Optional.of("its idempotencyKey is that of another task");
    }
    JsonNode proof = answer.path("proof");
    String payloadHash = Hashes.sha256(call.input().toString());
    for (JsonNode hash : new JsonNode[] {answer.path("inputHash"), proof.path("inputHash")}) {
      if (differs(hash, call.inputHash()) && differs(hash, payloadHash)) {
        return Optional.of("its inputHash is not that of the payload");
      }
    }
    String outputHash = Hashes.sha256(answer.path("output").toString());
    String writtenHash = Hashes.sha256(Parsing.outputAsWritten(body));
    for (JsonNode hash : new JsonNode[] {answer.path("outputHash"), proof.path("outputHash")}) {
      if (differs(hash, outputHash) && differs(hash, writtenHash)) {
        return Optional.of("its outputHash is not that of its output");
      }
    }
    return Optional.empty();
  }

  /** Whether a hex text is there and another one, whatever its case and prefix. */
  private static boolean differs(@Nullable JsonNode stated, String hex) {
    if (stated == null || stated.isMissingNode() || stated.isNull()) {
      return false;
    }
    String text = stated.asText().toLowerCase(Locale.ROOT);
    return !(text.startsWith("0x") ? text.substring(2) : text).equals(hex);
  }

  /** How the body is read. */
  final class Parsing {
    private static final ObjectMapper JSON =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Parsing() {}

    /** The output's own characters: what a sender hashed who sent what it hashed. */
    private static String outputAsWritten(String body) {
      try (JsonParser parser = JSON.createParser(body)) {
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          boolean isOutput = parser.currentName().equals("output");
          parser.nextToken();
          long start = parser.currentTokenLocation().getCharOffset();
          parser.skipChildren();
          if (isOutput) {
            parser.finishToken();
            return body.substring((int) start, (int) parser.currentLocation().getCharOffset());
          }
        }
        return "";
      } catch (IOException e) {
        throw new IllegalStateException("the body was read before", e);
      }
    }
  }
}

package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.settings.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Anthropic's Messages API, version 2023-06-01. */
final class AnthropicMessages implements ChatApi {
  private static final String VERSION = "2023-06-01";

  @Override
  public String provider() {
    return "anthropic";
  }

  @Override
  public String path(String basePath) {
    return basePath.endsWith("/v1") ? basePath + "/messages" : basePath + "/v1/messages";
  }

  @Override
  public Map<String, String> headers(Optional<Secret> key) {
    Map<String, String> headers = new HashMap<>(Map.of("anthropic-version", VERSION));
    key.ifPresent(secret -> headers.put("x-api-key", secret.reveal()));
    return headers;
  }

  @Override
  public ObjectNode body(Question question) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("model", question.model())
            .put("max_tokens", question.maxTokens());
    question.temperature().ifPresent(value -> body.put("temperature", value));
    if (!question.system().isBlank()) {
      body.put("system", question.system());
    }
    body.putArray("messages").addObject().put("role", "user").put("content", question.user());
    return body;
  }

  @Override
  public Optional<ChatAnswer> read(JsonNode answer) {
    JsonNode content = answer.path("content");
    if (!content.isArray()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode block : content) {
      if (block.path("type").asText().equals("text")) {
        text.append(block.path("text").asText());
      }
    }
    Optional<String> finish = ChatAnswer.text(answer, "stop_reason");
    String written = text.toString();
    return Optional.of(
        new ChatAnswer(
            ChatAnswer.text(answer, "id"),
            ChatAnswer.text(answer, "model"),
            written.isBlank() ? "" : written,
            finish.filter("refusal"::equals).map(_ -> written.isBlank() ? "no reason" : written),
            finish,
            ChatAnswer.Usage.of(answer.path("usage"), "input_tokens", "output_tokens")));
  }
}

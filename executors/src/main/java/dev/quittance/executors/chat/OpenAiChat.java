package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.settings.Secret;
import java.util.Map;
import java.util.Optional;

/** OpenAI's chat completions, as many servers have them. */
final class OpenAiChat implements ChatApi {
  @Override
  public String provider() {
    return "openai";
  }

  @Override
  public String path(String basePath) {
    return basePath + "/chat/completions";
  }

  @Override
  public Map<String, String> headers(Optional<Secret> key) {
    return key.map(secret -> Map.of("Authorization", "Bearer " + secret.reveal())).orElse(Map.of());
  }

  @Override
  public ObjectNode body(Question question) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", question.model());
    body.put(
        question.newTokenLimit() ? "max_completion_tokens" : "max_tokens", question.maxTokens());
    question.temperature().ifPresent(value -> body.put("temperature", value));
    ArrayNode messages = body.putArray("messages");
    if (!question.system().isBlank()) {
      messages.addObject().put("role", "system").put("content", question.system());
    }
    messages.addObject().put("role", "user").put("content", question.user());
    return body;
  }

  @Override
  public Optional<ChatAnswer> read(JsonNode answer) {
    JsonNode choice = answer.path("choices").path(0);
    JsonNode message = choice.path("message");
    if (!message.isObject()) {
      return Optional.empty();
    }
    return Optional.of(
        new ChatAnswer(
            ChatAnswer.text(answer, "id"),
            ChatAnswer.text(answer, "model"),
            ChatAnswer.text(message, "content").orElse(""),
            ChatAnswer.text(message, "refusal"),
            ChatAnswer.text(choice, "finish_reason"),
            ChatAnswer.Usage.of(answer.path("usage"), "prompt_tokens", "completion_tokens")));
  }
}

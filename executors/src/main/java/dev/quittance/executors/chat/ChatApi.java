package dev.quittance.executors.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.quittance.executors.settings.Secret;
import java.util.Map;
import java.util.Optional;

/** How a provider wants to be asked, and how it answers. */
interface ChatApi {
  /**
   * What is asked.
   *
   * @param system empty for none
   * @param temperature empty when the endpoint refuses one
   * @param newTokenLimit whether the endpoint wants {@code max_completion_tokens}
   */
  record Question(
      String model,
      String system,
      String user,
      long maxTokens,
      Optional<Double> temperature,
      boolean newTokenLimit) {}

  /** The provider's name in settings and evidence. */
  String provider();

  /** The path behind the base URL's own. */
  String path(String basePath);

  /** Headers that carry the key. */
  Map<String, String> headers(Optional<Secret> key);

  /** The body of a request. */
  ObjectNode body(Question question);

  /** Reads an answer; empty when it is none of this API. */
  Optional<ChatAnswer> read(JsonNode answer);

  /** The APIs by their providers' names. */
  static ChatApi of(String provider) {
    return provider.equals("anthropic") ? new AnthropicMessages() : new OpenAiChat();
  }
}
